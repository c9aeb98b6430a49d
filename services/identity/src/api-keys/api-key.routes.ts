import { PERMISSIONS } from '@siteninja/core';
import { created, listOf, listQuery, noContent, ok } from '@siteninja/http';
import { s } from '@siteninja/schema';
import { route } from '../context';
import { createApiKey, getApiKey, listApiKeys, revokeApiKey } from './api-key';

const permissions = s.array(s.enum(...PERMISSIONS), { min: 1, max: PERMISSIONS.length, unique: true });

const newApiKey = s.object({
  name: s.string({ max: 255 }),
  permissions: s.describe(permissions, 'None that you do not have yourself.'),
  rateLimit: s.describe(s.default(s.integer({ min: 1, max: 1_000_000 }), 1_000), 'Requests an hour.'),
  expiresAt: s.optional(s.nullable(s.dateTime())),
});

const fields = {
  id: s.uuid(),
  tenantId: s.uuid(),
  name: s.string(),
  keyPrefix: s.string(),
  permissions: s.array(s.enum(...PERMISSIONS)),
  rateLimit: s.integer(),
  lastUsedAt: s.nullable(s.dateTime()),
  expiresAt: s.nullable(s.dateTime()),
  isActive: s.boolean(),
  revokedAt: s.nullable(s.dateTime()),
  createdBy: s.uuid(),
  createdAt: s.dateTime(),
  updatedAt: s.dateTime(),
};
export const apiKey = s.object(fields);

export const apiKeyRoutes = [
  route({
    method: 'get',
    path: '/tenants/:tenantId/api-keys',
    summary: 'List the API keys of a tenant',
    allow: 'read:api-keys',
    query: listQuery({ sort: ['createdAt', 'name', 'lastUsedAt'], filters: {} }),
    returns: listOf(apiKey),
    handle: (ctx, { query }) => listApiKeys(ctx, query),
  }),
  route({
    method: 'post',
    path: '/tenants/:tenantId/api-keys',
    summary: 'Make an API key; this answer alone carries it',
    allow: 'write:api-keys',
    body: newApiKey,
    returns: created(
      s.object({
        ...fields,
        key: s.describe(
          s.string(),
          'sn_live_, 30 random characters (0-9A-Za-z), and their CRC32 (IEEE) as 6 more of the same alphabet, ' +
            'most significant first, filled up with 0 on the left.',
        ),
      }),
    ),
    emits: ['api_key.created'],
    etag: false,
    example: { name: 'Nightly import', permissions: ['read:pages', 'write:pages'] },
    errors: ['api_key.permissions_exceeded'],
    handle: (ctx, { body }) => createApiKey(ctx, body),
  }),
  route({
    method: 'get',
    path: '/tenants/:tenantId/api-keys/:keyId',
    summary: 'Read an API key',
    allow: 'read:api-keys',
    returns: ok(apiKey),
    errors: ['api_key.not_found'],
    handle: (ctx, { params }) => getApiKey(ctx, params.keyId),
  }),
  route({
    method: 'delete',
    path: '/tenants/:tenantId/api-keys/:keyId',
    summary: 'Revoke an API key, at once and for good',
    allow: 'delete:api-keys',
    allowedTenantStates: ['read_only'],
    returns: noContent(),
    emits: ['api_key.revoked'],
    errors: ['api_key.permissions_exceeded', 'api_key.not_found', 'request.precondition_failed'],
    handle: (ctx, { params }) => revokeApiKey(ctx, params.keyId),
  }),
];
