import { created, listOf, listQuery, noContent, ok } from '@siteninja/http';
import { route } from '../context';
import { createApiKey, getApiKey, listApiKeys, revokeApiKey } from './api-key';
import { apiKey, createdApiKey, newApiKey } from './api-key.schema';

export const apiKeyRoutes = [
  route({
    method: 'get',
    path: '/tenants/:tenantId/api-keys',
    summary: 'List the API keys of a tenant',
    allow: 'read:api-keys',
    query: listQuery({ sort: ['createdAt', 'name', 'lastUsedAt'] }),
    returns: listOf(apiKey),
    handle: (ctx, { query }) => listApiKeys(ctx, query),
  }),
  route({
    method: 'post',
    path: '/tenants/:tenantId/api-keys',
    summary: 'Create an API key; this answer alone carries it',
    allow: 'write:api-keys',
    body: newApiKey,
    returns: created(createdApiKey),
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
