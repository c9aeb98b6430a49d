import { PERMISSIONS } from '@siteninja/core';
import { created, listOf, listQuery, noContent, ok } from '@siteninja/http';
import {
  described,
  flag,
  integer,
  list,
  moment,
  nullable,
  oneOf,
  optional,
  shape,
  text,
  uuid,
  withDefault,
} from '@siteninja/schema';
import { route } from '../context';
import { createApiKey, getApiKey, listApiKeys, revokeApiKey } from './api-key';

const permissions = list(oneOf(...PERMISSIONS), { min: 1, max: PERMISSIONS.length, unique: true });

const newApiKey = shape({
  name: text({ max: 255 }),
  permissions: described(permissions, 'None that you do not have yourself.'),
  rateLimit: described(withDefault(integer({ min: 1, max: 1_000_000 }), 1_000), 'Requests an hour.'),
  expiresAt: optional(nullable(moment())),
});

const fields = {
  id: uuid(),
  tenantId: uuid(),
  name: text(),
  keyPrefix: text(),
  permissions: list(oneOf(...PERMISSIONS)),
  rateLimit: integer(),
  lastUsedAt: nullable(moment()),
  expiresAt: nullable(moment()),
  isActive: flag(),
  revokedAt: nullable(moment()),
  createdBy: uuid(),
  createdAt: moment(),
  updatedAt: moment(),
};
export const apiKey = shape(fields);

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
      shape({
        ...fields,
        key: described(
          text(),
          'sn_live_, 30 random characters (0-9A-Za-z), and their CRC32 (IEEE) as 6 more of the same alphabet, ' +
            'most significant first, filled up with 0 on the left.',
        ),
      }),
    ),
    emits: ['api_key.created'],
    etag: false,
    handle: (ctx, { body }) => createApiKey(ctx, body),
  }),
  route({
    method: 'get',
    path: '/tenants/:tenantId/api-keys/:keyId',
    summary: 'Read an API key',
    allow: 'read:api-keys',
    returns: ok(apiKey),
    handle: (ctx, { params }) => getApiKey(ctx, params.keyId),
  }),
  route({
    method: 'delete',
    path: '/tenants/:tenantId/api-keys/:keyId',
    summary: 'Revoke an API key, at once and for good',
    allow: 'delete:api-keys',
    worksWhen: ['read_only'],
    returns: noContent(),
    emits: ['api_key.revoked'],
    handle: (ctx, { params }) => revokeApiKey(ctx, params.keyId),
  }),
];
