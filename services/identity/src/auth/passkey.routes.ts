import { created, listOf, listQuery, noContent, ok, Result } from '@siteninja/http';
import { route } from '../context';
import { addPasskey, startPasskey } from '../passkeys/add-passkey';
import { getPasskey, listPasskeys, removePasskey, removePasskeys, renamePasskey } from '../passkeys/passkey';
import {
  creationOptions,
  newPasskey,
  passkey,
  passkeyChange,
  passkeyLogin,
  passkeyLoginRequest,
  requestOptions,
} from '../passkeys/passkey.schema';
import { loggedIn } from './auth.schema';
import { logInWithPasskey, startPasskeyLogin } from './passkey-login';

/** No cache stores challenges and tokens. */
const NO_STORE = { 'Cache-Control': 'no-store' };
const ONE = '/auth/passkeys/:passkeyId';

export const passkeyRoutes = [
  route({
    method: 'get',
    path: '/auth/passkeys',
    summary: 'List your passkeys',
    allow: 'user',
    query: listQuery({ sort: ['createdAt', 'name', 'lastUsedAt'] }),
    returns: listOf(passkey),
    handle: (ctx, { query }) => listPasskeys(ctx, query),
  }),
  route({
    method: 'post',
    path: '/auth/passkeys/options',
    operationId: 'startPasskey',
    summary: 'Get what the browser makes a passkey from, with navigator.credentials.create()',
    description: 'Only within an hour after a login, as a passkey outlives the session that adds it.',
    allow: 'user',
    returns: ok(creationOptions),
    etag: false,
    errors: ['auth.login_too_old', 'passkey.limit_reached'],
    handle: async (ctx) => new Result(await startPasskey(ctx), { headers: NO_STORE }),
  }),
  route({
    method: 'post',
    path: '/auth/passkeys',
    operationId: 'addPasskey',
    summary: 'Add the passkey that the browser has made: its JSON, and a name',
    allow: 'user',
    body: newPasskey,
    returns: created(passkey),
    emits: ['user.updated'],
    errors: ['auth.login_too_old', 'passkey.already_added', 'passkey.limit_reached'],
    handle: (ctx, { body }) => addPasskey(ctx, body),
  }),
  route({
    method: 'delete',
    path: '/auth/passkeys',
    operationId: 'removePasskeys',
    summary: 'Remove all of your passkeys; sessions stay as they are',
    allow: 'user',
    returns: noContent(),
    emits: ['user.updated'],
    handle: (ctx) => removePasskeys(ctx),
  }),
  route({
    method: 'put',
    path: ONE,
    operationId: 'renamePasskey',
    summary: 'Rename a passkey',
    allow: 'user',
    body: passkeyChange,
    current: (ctx, { passkeyId }) => getPasskey(ctx, passkeyId),
    returns: ok(passkey),
    emits: ['user.updated'],
    example: { name: 'Mara’s phone' },
    errors: ['passkey.not_found', 'request.precondition_failed'],
    handle: (ctx, { params, body }) => renamePasskey(ctx, params.passkeyId, body),
  }),
  route({
    method: 'delete',
    path: ONE,
    operationId: 'removePasskey',
    summary: 'Remove a passkey; sessions stay as they are',
    allow: 'user',
    returns: noContent(),
    emits: ['user.updated'],
    errors: ['passkey.not_found', 'request.precondition_failed'],
    handle: (ctx, { params }) => removePasskey(ctx, params.passkeyId),
  }),
  route({
    method: 'post',
    path: '/auth/passkeys/login/options',
    operationId: 'startPasskeyLogin',
    summary: 'Get what the browser asks for a passkey with, by navigator.credentials.get()',
    allow: 'public',
    body: passkeyLoginRequest,
    returns: ok(requestOptions),
    etag: false,
    example: {},
    handle: async (ctx) => new Result(await startPasskeyLogin(ctx), { headers: NO_STORE }),
  }),
  route({
    method: 'post',
    path: '/auth/passkeys/login',
    operationId: 'logInWithPasskey',
    summary: 'Sign in with a passkey, which is both factors in one: no code is asked for',
    allow: 'public',
    body: passkeyLogin,
    returns: ok(loggedIn),
    emits: ['user.logged_in'],
    etag: false,
    errors: ['auth.passkey_invalid', 'auth.account_inactive', 'auth.invalid_credentials'],
    handle: async (ctx, { body }) => new Result(await logInWithPasskey(ctx, body), { headers: NO_STORE }),
  }),
];
