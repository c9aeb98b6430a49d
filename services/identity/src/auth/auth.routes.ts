import { PERMISSIONS, ROLES } from '@siteninja/core';
import { Result, created, noContent, ok } from '@siteninja/http';
import { s } from '@siteninja/schema';
import { apiKey } from '../api-keys/api-key.routes';
import { route } from '../context';
import { logOut, refreshSession } from '../sessions/session';
import { USER_STATUSES } from '../users/user.model';
import { logIn } from './login';
import { whoAmI } from './me';
import { register } from './register';

const hours = s.optional(s.string({ max: 100 }));

/** As POST /tenants takes it: the tenant service checks it again, and everything that a schema cannot. */
const newTenant = s.object({
  name: s.string({ max: 255 }),
  businessName: s.string({ max: 255 }),
  businessType: s.string({ max: 100 }),
  description: s.optional(s.nullable(s.string({ min: 0, max: 5_000 }))),
  contactPhone: s.optional(s.nullable(s.string({ max: 50 }))),
  contactEmail: s.optional(s.nullable(s.email())),
  businessHours: s.optional(
    s.nullable(
      s.object({
        monday: hours,
        tuesday: hours,
        wednesday: hours,
        thursday: hours,
        friday: hours,
        saturday: hours,
        sunday: hours,
      }),
    ),
  ),
  subdomain: s.optional(
    s.nullable(s.string({ min: 3, max: 63, pattern: /^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/ })),
  ),
  customDomain: s.optional(s.nullable(s.domainName())),
  templateId: s.optional(s.nullable(s.uuid())),
});

const registration = s.object({
  email: s.email(),
  password: s.describe(s.string({ min: 10, max: 128 }), 'Common ones are refused.'),
  name: s.string({ max: 255 }),
  tenant: s.optional(s.describe(newTenant, 'As POST /tenants takes it; the new user is its admin.')),
});

/** Whatever is sent, however long ago its password was chosen, gets the one answer for wrong log-ins. */
const credentials = s.object({ email: s.string({ max: 254 }), password: s.string({ max: 1_000 }) });

const user = s.object({
  id: s.uuid(),
  email: s.string(),
  name: s.string(),
  status: s.enum(...USER_STATUSES),
  isSuperAdmin: s.boolean(),
  emailVerifiedAt: s.nullable(s.dateTime()),
  lastLogin: s.nullable(s.dateTime()),
  createdAt: s.dateTime(),
  updatedAt: s.dateTime(),
});

const tokenFields = {
  user,
  activeTenantId: s.nullable(s.uuid()),
  accessToken: s.string(),
  refreshToken: s.describe(s.string(), 'Works once; the answer of POST /auth/refresh carries the next one.'),
  expiresIn: s.describe(s.integer(), 'Seconds that the access token lives.'),
  tokenType: s.enum('Bearer'),
};
const tokens = s.object(tokenFields);

const me = s.object({
  user: s.optional(user),
  apiKey: s.optional(apiKey),
  activeTenantId: s.nullable(s.uuid()),
  memberships: s.array(
    s.object({
      tenantId: s.uuid(),
      name: s.string(),
      role: s.describe(
        s.nullable(s.enum(...ROLES)),
        'Null for an API key, which has permissions of its own.',
      ),
    }),
  ),
  permissions: s.describe(s.array(s.enum(...PERMISSIONS)), 'In the active tenant.'),
});

const NOT_STORED = { 'Cache-Control': 'no-store' };

export const authRoutes = [
  route({
    method: 'post',
    path: '/auth/register',
    summary: 'Make an account, and with it a tenant if one is given',
    allow: 'public',
    body: registration,
    returns: created(
      s.object({
        ...tokenFields,
        tenant: s.optional(s.describe(s.anyObject(), 'As GET /tenants/{tenantId} answers it.')),
      }),
    ),
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
      new Result(await register(ctx, body), { headers: { Location: '/api/auth/me', ...NOT_STORED } }),
  }),
  route({
    method: 'post',
    path: '/auth/login',
    summary: 'Sign in',
    allow: 'public',
    body: credentials,
    returns: ok(tokens),
    emits: ['user.logged_in'],
    etag: false,
    example: { email: 'mara@harbor.example', password: 'a quiet harbour at dawn' },
    errors: ['auth.invalid_credentials', 'auth.account_inactive', 'auth.too_many_attempts', 'auth.busy'],
    handle: async (ctx, { body }) => new Result(await logIn(ctx, body), { headers: NOT_STORED }),
  }),
  route({
    method: 'post',
    path: '/auth/refresh',
    summary: 'Get new tokens for a session',
    allow: 'public',
    body: s.object({ refreshToken: s.string({ max: 200 }) }),
    returns: ok(tokens),
    emits: ['user.logged_out'],
    etag: false,
    errors: ['auth.refresh_token_invalid', 'auth.refresh_token_reused', 'auth.account_inactive'],
    handle: async (ctx, { body }) => new Result(await refreshSession(ctx, body), { headers: NOT_STORED }),
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
];
