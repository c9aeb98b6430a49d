import { PERMISSIONS, ROLES, TENANT_STATUSES } from '@siteninja/core';
import { ok } from '@siteninja/http';
import { s } from '@siteninja/schema';
import { route } from '../context';
import { grantsFor } from './grant';

const credential = s.union('type', {
  session: s.object({
    type: s.enum('session'),
    userId: s.string(),
    sessionId: s.string(),
    securityVersion: s.integer(),
  }),
  api_key: s.object({ type: s.enum('api_key'), hash: s.string({ max: 64 }) }),
});

const grants = s.object({
  caller: s.union('type', {
    user: s.object({ type: s.enum('user'), userId: s.uuid(), sessionId: s.uuid() }),
    api_key: s.object({
      type: s.enum('api_key'),
      apiKeyId: s.uuid(),
      createdBy: s.uuid(),
      rateLimit: s.integer(),
    }),
  }),
  isSuperAdmin: s.boolean(),
  tenant: s.nullable(
    s.object({
      id: s.uuid(),
      status: s.enum(...TENANT_STATUSES),
      deleted: s.boolean(),
      role: s.nullable(s.enum(...ROLES)),
    }),
  ),
  permissions: s.array(s.enum(...PERMISSIONS)),
});

export const internalGrantRoutes = [
  route({
    method: 'post',
    path: '/internal/grants',
    summary: 'What a credential may do in a tenant',
    allow: { services: ['gateway'] },
    body: s.object({ credential, tenantId: s.nullable(s.uuid()) }),
    returns: ok(grants),
    etag: false,
    handle: (ctx, { body }) => grantsFor(ctx, body.credential, body.tenantId),
  }),
];
