import { PERMISSIONS, ROLES, TENANT_STATUSES } from '@siteninja/core';
import { ok } from '@siteninja/http';
import { flag, integer, list, nullable, oneOf, shape, text, uuid, variants } from '@siteninja/schema';
import { route } from '../context';
import { grantsFor } from './grant';

const credential = variants('type', {
  session: shape({ type: oneOf('session'), userId: text(), sessionId: text(), securityVersion: integer() }),
  api_key: shape({ type: oneOf('api_key'), hash: text({ max: 64 }) }),
});

const grants = shape({
  caller: variants('type', {
    user: shape({ type: oneOf('user'), userId: uuid(), sessionId: uuid() }),
    api_key: shape({
      type: oneOf('api_key'),
      apiKeyId: uuid(),
      createdBy: uuid(),
      rateLimit: integer(),
    }),
  }),
  isSuperAdmin: flag(),
  tenant: nullable(
    shape({
      id: uuid(),
      status: oneOf(...TENANT_STATUSES),
      deleted: flag(),
      role: nullable(oneOf(...ROLES)),
    }),
  ),
  permissions: list(oneOf(...PERMISSIONS)),
});

export const internalGrantRoutes = [
  route({
    method: 'post',
    path: '/internal/grants',
    summary: 'What a credential may do in a tenant',
    allow: { services: ['gateway'] },
    body: shape({ credential, tenantId: nullable(uuid()) }),
    returns: ok(grants),
    etag: false,
    handle: (ctx, { body }) => grantsFor(ctx, body.credential, body.tenantId),
  }),
];
