import { ok, Result } from '@siteninja/http';
import { route } from '../context';
import { acceptInvitation } from './accept-invitation';
import { acceptance, accepted, invitation } from './invitation.schema';
import { getInvitation } from './read-invitation';

export const invitationRoutes = [
  route({
    method: 'get',
    path: '/auth/invitations/:token',
    operationId: 'getInvitation',
    summary: 'Read what an invitation is about, by the token of its link',
    allow: 'public',
    returns: ok(invitation),
    errors: ['auth.link_invalid'],
    handle: async (ctx, { params }) =>
      new Result(await getInvitation(ctx, params.token), { headers: { 'Cache-Control': 'no-store' } }),
  }),
  route({
    method: 'post',
    path: '/auth/invitations/accept',
    operationId: 'acceptInvitation',
    summary: 'Accept an invitation: with a name and a password, or signed in',
    description:
      'Who has an account sends its access token, and neither name nor password; the session then goes on in the tenant that was joined.',
    allow: 'public',
    body: acceptance,
    returns: ok(accepted),
    emits: ['user.joined'],
    etag: false,
    errors: [
      'auth.link_invalid',
      'invitation.for_another_user',
      'invitation.sign_in_required',
      'auth.users_only',
      'auth.token_expired',
      'auth.busy',
    ],
    handle: async (ctx, { body }) =>
      new Result(await acceptInvitation(ctx, body), { headers: { 'Cache-Control': 'no-store' } }),
  }),
];
