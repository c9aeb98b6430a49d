import { accepted, noContent, Result } from '@siteninja/http';
import { s } from '@siteninja/schema';
import { route } from '../context';
import { resendVerification, verifyEmail } from './email';

const emailVerification = s.object({
  token: s.describe(s.string({ max: 200 }), 'What the link of the mail carries as `?token=`.'),
});

export const emailRoutes = [
  route({
    method: 'post',
    path: '/auth/email/verify',
    operationId: 'verifyEmail',
    summary: 'Verify an email address by the token of a link',
    allow: 'public',
    body: emailVerification,
    returns: noContent(),
    emits: ['user.email_verified'],
    errors: ['auth.link_invalid'],
    handle: (ctx, { body }) => verifyEmail(ctx, body),
  }),
  route({
    method: 'post',
    path: '/auth/email/resend',
    operationId: 'resendVerification',
    summary: 'Have the link mailed again by which your email address is verified',
    allow: 'user',
    returns: accepted(s.object({})),
    etag: false,
    errors: ['user.email_verified', 'auth.too_many_attempts'],
    handle: async (ctx) => {
      await resendVerification(ctx);
      return new Result({}, { message: 'A mail is on its way.' });
    },
  }),
];
