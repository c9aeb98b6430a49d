import { keyUsage } from '@siteninja/contracts';
import { created, cursorListOf, cursorQuery, listOf, listQuery, noContent, ok } from '@siteninja/http';
import { route } from '../context';
import { createApiKey, getApiKey, listApiKeys, revokeApiKey } from './api-key';
import { apiKey, apiKeyChange, createdApiKey, newApiKey, rotation } from './api-key.schema';
import { listKeyUsage } from './key-usage';
import { rotateApiKey, updateApiKey } from './change-key';

const API_KEYS = '/tenants/:tenantId/api-keys';

export const apiKeyRoutes = [
  route({
    method: 'get',
    path: API_KEYS,
    summary: 'List the API keys of a tenant',
    allow: 'read:api-keys',
    query: listQuery({ sort: ['createdAt', 'name', 'lastUsedAt'] }),
    returns: listOf(apiKey),
    handle: (ctx, { query }) => listApiKeys(ctx, query),
  }),
  route({
    method: 'post',
    path: API_KEYS,
    summary: 'Create an API key; this answer alone carries it',
    allow: 'write:api-keys',
    body: newApiKey,
    returns: created(createdApiKey),
    emits: ['api_key.created'],
    etag: false,
    example: { name: 'Nightly import', permissions: ['read:pages', 'write:pages'] },
    errors: ['api_key.permissions_exceeded', 'api_key.limit_reached'],
    handle: (ctx, { body }) => createApiKey(ctx, body),
  }),
  route({
    method: 'get',
    path: `${API_KEYS}/:keyId`,
    summary: 'Read an API key',
    allow: 'read:api-keys',
    returns: ok(apiKey),
    errors: ['api_key.not_found'],
    handle: (ctx, { params }) => getApiKey(ctx, params.keyId),
  }),
  route({
    method: 'put',
    path: `${API_KEYS}/:keyId`,
    summary: 'Change an API key; within a second every request is judged by it',
    description:
      'A key changes itself and the keys that it has made, directly or not. One that a key has made stays within that ' +
      'key; without an `expiresAt` it ends with it.',
    allow: 'write:api-keys',
    body: apiKeyChange,
    current: (ctx, { keyId }) => getApiKey(ctx, keyId),
    returns: ok(apiKey),
    emits: ['api_key.updated'],
    example: { name: 'Hourly import', rateLimit: 500 },
    errors: [
      'api_key.not_found',
      'api_key.permissions_exceeded',
      'api_key.ended',
      'request.precondition_failed',
    ],
    handle: (ctx, { params, body }) => updateApiKey(ctx, params.keyId, body),
  }),
  route({
    method: 'post',
    path: `${API_KEYS}/:keyId/rotate`,
    summary: 'Replace an API key by another of the same id; this answer alone carries it',
    description:
      'The old key works beside the new one for `graceSeconds`. A key rotates itself and the keys that it has made, ' +
      'directly or not.',
    allow: 'write:api-keys',
    body: rotation,
    returns: ok(createdApiKey),
    emits: ['api_key.rotated'],
    etag: false,
    example: { graceSeconds: 3_600 },
    errors: ['api_key.not_found', 'api_key.ended', 'request.precondition_failed'],
    handle: (ctx, { params, body }) => rotateApiKey(ctx, params.keyId, body),
  }),
  route({
    method: 'get',
    path: `${API_KEYS}/:keyId/usage`,
    summary: 'Read what an API key was used for, by day',
    description:
      'Counts the requests that reached a route, some seconds after they were made; kept for 90 days. What the gateway ' +
      'refuses, such as with 429, is not among them.',
    allow: 'read:api-keys',
    query: cursorQuery({ filters: {} }),
    returns: cursorListOf(keyUsage),
    errors: ['api_key.not_found'],
    handle: (ctx, { params, query }) => listKeyUsage(ctx, params.keyId, query),
  }),
  route({
    method: 'delete',
    path: `${API_KEYS}/:keyId`,
    summary: 'Revoke an API key, at once and for good',
    allow: 'delete:api-keys',
    allowedTenantStates: ['read_only'],
    returns: noContent(),
    emits: ['api_key.revoked'],
    errors: ['api_key.permissions_exceeded', 'api_key.not_found', 'request.precondition_failed'],
    handle: (ctx, { params }) => revokeApiKey(ctx, params.keyId),
  }),
];
