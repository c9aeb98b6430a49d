import { PERMISSIONS, ROLES } from '@siteninja/core';
import { Answer, created, noContent, ok } from '@siteninja/http';
import {
  anyObject,
  described,
  domainName,
  email,
  integer,
  list,
  moment,
  flag,
  nullable,
  oneOf,
  optional,
  shape,
  text,
  uuid,
} from '@siteninja/schema';
import { apiKey } from '../api-keys/api-key.routes';
import { route } from '../context';
import { logOut, refreshSession } from '../sessions/session';
import { USER_STATUSES } from '../users/user.model';
import { logIn } from './login';
import { whoAmI } from './me';
import { register } from './register';

const hours = optional(text({ max: 100 }));

/** As POST /tenants takes it: the tenant service checks it again, and everything that a schema cannot. */
const newTenant = shape({
  name: text({ max: 255 }),
  businessName: text({ max: 255 }),
  businessType: text({ max: 100 }),
  description: optional(nullable(text({ min: 0, max: 5_000 }))),
  contactPhone: optional(nullable(text({ max: 50 }))),
  contactEmail: optional(nullable(email())),
  businessHours: optional(
    nullable(
      shape({
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
  subdomain: optional(
    nullable(text({ min: 3, max: 63, pattern: /^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/ })),
  ),
  customDomain: optional(nullable(domainName())),
  templateId: optional(nullable(uuid())),
});

const registration = shape({
  email: email(),
  password: described(text({ min: 10, max: 128 }), 'Common ones are refused.'),
  name: text({ max: 255 }),
  tenant: optional(described(newTenant, 'As POST /tenants takes it; the new user is its admin.')),
});

/** Whatever is sent, however long ago its password was chosen, gets the one answer for wrong log-ins. */
const credentials = shape({ email: text({ max: 254 }), password: text({ max: 1_000 }) });

const user = shape({
  id: uuid(),
  email: text(),
  name: text(),
  status: oneOf(...USER_STATUSES),
  isSuperAdmin: flag(),
  emailVerifiedAt: nullable(moment()),
  lastLogin: nullable(moment()),
  createdAt: moment(),
  updatedAt: moment(),
});

const tokenFields = {
  user,
  activeTenantId: nullable(uuid()),
  accessToken: text(),
  refreshToken: described(text(), 'Works once; the answer of POST /auth/refresh carries the next one.'),
  expiresIn: described(integer(), 'Seconds that the access token lives.'),
  tokenType: oneOf('Bearer'),
};
const tokens = shape(tokenFields);

const me = shape({
  user: optional(user),
  apiKey: optional(apiKey),
  activeTenantId: nullable(uuid()),
  memberships: list(
    shape({
      tenantId: uuid(),
      name: text(),
      role: described(nullable(oneOf(...ROLES)), 'Null for an API key, which has permissions of its own.'),
    }),
  ),
  permissions: described(list(oneOf(...PERMISSIONS)), 'In the active tenant.'),
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
      shape({
        ...tokenFields,
        tenant: optional(described(anyObject(), 'As GET /tenants/{tenantId} answers it.')),
      }),
    ),
    emits: ['user.registered'],
    etag: false,
    handle: async (ctx, { body }) =>
      new Answer(await register(ctx, body), { headers: { Location: '/api/auth/me', ...NOT_STORED } }),
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
    handle: async (ctx, { body }) => new Answer(await logIn(ctx, body), { headers: NOT_STORED }),
  }),
  route({
    method: 'post',
    path: '/auth/refresh',
    summary: 'Get new tokens for a session',
    allow: 'public',
    body: shape({ refreshToken: text({ max: 200 }) }),
    returns: ok(tokens),
    emits: ['user.logged_out'],
    etag: false,
    handle: async (ctx, { body }) => new Answer(await refreshSession(ctx, body), { headers: NOT_STORED }),
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
