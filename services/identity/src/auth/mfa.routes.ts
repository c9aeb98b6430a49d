import { noContent, ok, Result } from '@siteninja/http';
import { route } from '../context';
import { disableMfa, enableMfa, setUpMfa } from '../mfa/mfa';
import { mfaDisabling, mfaEnabling, mfaSetup, mfaVerification, recoveryCodes } from '../mfa/mfa.schema';
import { loggedIn } from './auth.schema';
import { verifyMfa } from './verify-mfa';

/** No cache stores secrets. */
const NO_STORE = { 'Cache-Control': 'no-store' };

export const mfaRoutes = [
  route({
    method: 'post',
    path: '/auth/mfa/setup',
    operationId: 'setUpMfa',
    summary: 'Get a secret for an authenticator app; it counts from the first code on',
    description: 'Within an hour after a login.',
    allow: 'user',
    returns: ok(mfaSetup),
    etag: false,
    errors: ['auth.login_too_old', 'mfa.already_enabled'],
    handle: async (ctx) => new Result(await setUpMfa(ctx), { headers: NO_STORE }),
  }),
  route({
    method: 'post',
    path: '/auth/mfa/enable',
    operationId: 'enableMfa',
    summary: 'Have every login ask for a code from now on; this answer alone carries the recovery codes',
    description: 'Within an hour after a login.',
    allow: 'user',
    body: mfaEnabling,
    returns: ok(recoveryCodes),
    emits: ['user.mfa_enabled'],
    etag: false,
    errors: ['auth.login_too_old', 'mfa.already_enabled', 'mfa.not_set_up', 'auth.too_many_attempts'],
    handle: async (ctx, { body }) => new Result(await enableMfa(ctx, body), { headers: NO_STORE }),
  }),
  route({
    method: 'post',
    path: '/auth/mfa/disable',
    operationId: 'disableMfa',
    summary: 'Have logins ask for the password alone; sessions stay as they are',
    allow: 'user',
    body: mfaDisabling,
    returns: noContent(),
    emits: ['user.mfa_disabled'],
    errors: ['mfa.not_set_up', 'auth.too_many_attempts', 'auth.busy'],
    handle: (ctx, { body }) => disableMfa(ctx, body),
  }),
  route({
    method: 'post',
    path: '/auth/mfa/verify',
    operationId: 'verifyMfa',
    summary: 'Complete a login by a code of the app, or by a recovery code',
    allow: 'public',
    body: mfaVerification,
    returns: ok(loggedIn),
    emits: ['user.logged_in'],
    etag: false,
    errors: [
      'auth.mfa_token_invalid',
      'auth.mfa_code_invalid',
      'auth.invalid_credentials',
      'auth.too_many_attempts',
    ],
    handle: async (ctx, { body }) => new Result(await verifyMfa(ctx, body), { headers: NO_STORE }),
  }),
];
