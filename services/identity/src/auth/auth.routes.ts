import { Result, created, noContent, ok } from '@siteninja/http';
import { route } from '../context';
import { logOut, refreshSession } from '../sessions/session';
import {
  credentials,
  loginAnswer,
  me,
  myChange,
  refresh,
  registered,
  registration,
  tokens,
} from './auth.schema';
import { changeMe } from './change-me';
import { logIn } from './login';
import { whoAmI } from './me';
import { register } from './register';

/** No cache stores tokens. */
const NO_STORE = { 'Cache-Control': 'no-store' };

export const authRoutes = [
  route({
    method: 'post',
    path: '/auth/register',
    summary: 'Create an account, and with it a tenant if one is given',
    allow: 'public',
    body: registration,
    returns: created(registered),
    emits: ['user.registered'],
    etag: false,
    example: {
      email: 'mara@harbor.example',
      password: 'a quiet harbour at dawn',
      name: 'Mara Lindqvist',
      tenant: { name: 'Harbor', businessName: 'Harbor Plumbing Ltd', businessType: 'Plumbing' },
    },
    errors: [
      'user.email_taken',
      'tenant.subdomain_taken',
      'auth.too_many_attempts',
      'auth.busy',
      'auth.tenant_pending',
    ],
    handle: async (ctx, { body }) =>
      new Result(await register(ctx, body), { headers: { Location: '/api/auth/me', ...NO_STORE } }),
  }),
  route({
    method: 'post',
    path: '/auth/login',
    summary: 'Sign in; where a second factor is enabled, POST /auth/mfa/verify completes the login',
    allow: 'public',
    body: credentials,
    returns: ok(loginAnswer),
    emits: ['user.logged_in'],
    etag: false,
    example: { email: 'mara@harbor.example', password: 'a quiet harbour at dawn' },
    errors: ['auth.invalid_credentials', 'auth.account_inactive', 'auth.too_many_attempts', 'auth.busy'],
    handle: async (ctx, { body }) => new Result(await logIn(ctx, body), { headers: NO_STORE }),
  }),
  route({
    method: 'post',
    path: '/auth/refresh',
    summary: 'Get new tokens for a session',
    allow: 'public',
    body: refresh,
    returns: ok(tokens),
    emits: ['user.logged_out'],
    etag: false,
    errors: ['auth.refresh_token_invalid', 'auth.refresh_token_reused', 'auth.account_inactive'],
    handle: async (ctx, { body }) => new Result(await refreshSession(ctx, body), { headers: NO_STORE }),
  }),
  route({
    method: 'post',
    path: '/auth/logout',
    summary: 'End the session, at once and everywhere',
    allow: 'user',
    returns: noContent(),
    emits: ['user.logged_out'],
    handle: (ctx) => logOut(ctx),
  }),
  route({
    method: 'get',
    path: '/auth/me',
    summary: 'Who you are, where you belong, and what you may do there',
    allow: 'signed_in',
    returns: ok(me),
    handle: (ctx) => whoAmI(ctx),
  }),
  route({
    method: 'put',
    path: '/auth/me',
    operationId: 'updateMe',
    summary: 'Change your name or email; a new address has to be verified anew',
    description: 'The email is changed within an hour after a login, and the former address is told.',
    allow: 'user',
    body: myChange,
    returns: ok(me),
    current: (ctx) => whoAmI(ctx),
    emits: ['user.updated'],
    errors: [
      'auth.email_unverified',
      'auth.login_too_old',
      'auth.token_expired',
      'auth.too_many_attempts',
      'user.email_taken',
      'request.precondition_failed',
    ],
    example: { name: 'Mara Lindqvist' },
    handle: (ctx, { body }) => changeMe(ctx, body),
  }),
];
