import { accepted, noContent, ok, Result } from '@siteninja/http';
import { route } from '../context';
import { tokens } from './auth.schema';
import { changePassword, forgetPassword, resetPassword } from './password';
import { forgottenPassword, nothing, passwordChange, passwordReset } from './password.schema';

export const passwordRoutes = [
  route({
    method: 'put',
    path: '/auth/password',
    operationId: 'changePassword',
    summary: 'Change your password; all your other sessions end',
    description: 'Access tokens given out before end too: the answer has new ones for this session.',
    allow: 'user',
    body: passwordChange,
    returns: ok(tokens),
    emits: ['user.password_changed'],
    etag: false,
    errors: ['auth.too_many_attempts', 'auth.token_expired', 'auth.busy'],
    handle: async (ctx, { body }) =>
      new Result(await changePassword(ctx, body), { headers: { 'Cache-Control': 'no-store' } }),
  }),
  route({
    method: 'post',
    path: '/auth/password/forgot',
    operationId: 'forgotPassword',
    summary: 'Have a link mailed by which a new password is chosen',
    description:
      'The answer is the same whether there is such an account or not. The link works once, for an hour; beyond the limit of an address none is sent.',
    allow: 'public',
    body: forgottenPassword,
    returns: accepted(nothing),
    etag: false,
    example: { email: 'mara@harbor.example' },
    handle: async (ctx, { body }) => {
      await forgetPassword(ctx, body);
      return new Result({}, { message: 'If there is such an account, a mail is on its way.' });
    },
  }),
  route({
    method: 'post',
    path: '/auth/password/reset',
    operationId: 'resetPassword',
    summary: 'Choose a new password by the token of a link; all sessions end',
    allow: 'public',
    body: passwordReset,
    returns: noContent(),
    emits: ['user.password_changed'],
    errors: ['auth.link_invalid', 'auth.busy'],
    handle: (ctx, { body }) => resetPassword(ctx, body),
  }),
];
