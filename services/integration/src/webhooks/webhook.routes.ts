import { created, listOf, listQuery, noContent, ok } from '@siteninja/http';
import { route } from '../context';
import { listEventTypes } from './event-types';
import { getWebhook, listWebhooks } from './read-webhook';
import { createWebhook, deleteWebhook, rotateSecret, updateWebhook } from './webhook';
import { createdWebhook, eventTypeEntry, newWebhook, webhook, webhookChange } from './webhook.schema';

const WEBHOOKS = '/tenants/:tenantId/webhooks';

export const webhookRoutes = [
  route({
    method: 'get',
    path: '/webhooks/event-types',
    operationId: 'listEventTypes',
    summary: 'List the types of events that webhooks are told of, each with its schema and an example',
    allow: 'signed_in',
    returns: listOf(eventTypeEntry),
    handle: () => Promise.resolve(listEventTypes()),
  }),
  route({
    method: 'get',
    path: WEBHOOKS,
    summary: 'List the webhooks of a tenant',
    allow: 'read:webhooks',
    query: listQuery({ sort: ['createdAt', 'updatedAt'] }),
    returns: listOf(webhook),
    handle: (ctx, { query }) => listWebhooks(ctx, query),
  }),
  route({
    method: 'post',
    path: WEBHOOKS,
    summary: 'Have an address told of what happens in a tenant; this answer alone carries its secret',
    description:
      'Each event is delivered by a POST of `{id, type, timestamp, tenantId, sequence, data}`, signed as Standard Webhooks says (`webhook-id`, `webhook-timestamp`, `webhook-signature`). An answer of 2xx within 15 s is success; anything else, also a redirect, is tried again, and 410 disables. Deliveries may come more than once, under the same `webhook-id`, and in another order than that of `sequence`.',
    allow: 'write:webhooks',
    body: newWebhook,
    returns: created(createdWebhook),
    emits: ['webhook.created'],
    etag: false,
    example: {
      url: 'https://hooks.harbor.example/siteninja',
      events: ['page.published', 'release.activated'],
    },
    handle: (ctx, { body }) => createWebhook(ctx, body),
  }),
  route({
    method: 'get',
    path: `${WEBHOOKS}/:webhookId`,
    summary: 'Read a webhook',
    allow: 'read:webhooks',
    returns: ok(webhook),
    errors: ['webhook.not_found'],
    handle: (ctx, { params }) => getWebhook(ctx, params.webhookId),
  }),
  route({
    method: 'put',
    path: `${WEBHOOKS}/:webhookId`,
    summary: 'Change a webhook, or make it active again',
    allow: 'write:webhooks',
    body: webhookChange,
    current: (ctx, { webhookId }) => getWebhook(ctx, webhookId),
    returns: ok(webhook),
    emits: ['webhook.updated'],
    example: { events: ['*'], description: 'Search index' },
    errors: ['webhook.not_found', 'request.precondition_failed'],
    handle: (ctx, { params, body }) => updateWebhook(ctx, params.webhookId, body),
  }),
  route({
    method: 'delete',
    path: `${WEBHOOKS}/:webhookId`,
    summary: 'Delete a webhook; what waits to be delivered to it is dropped',
    allow: 'delete:webhooks',
    returns: noContent(),
    emits: ['webhook.deleted'],
    errors: ['webhook.not_found', 'request.precondition_failed'],
    handle: (ctx, { params }) => deleteWebhook(ctx, params.webhookId),
  }),
  route({
    method: 'post',
    path: `${WEBHOOKS}/:webhookId/rotate-secret`,
    operationId: 'rotateWebhookSecret',
    summary: 'Replace the secret of a webhook; this answer alone carries the new one',
    description: 'For 24 hours deliveries are signed with both, the newest first.',
    allow: 'write:webhooks',
    returns: ok(createdWebhook),
    emits: ['webhook.secret_rotated'],
    etag: false,
    errors: ['webhook.not_found', 'request.precondition_failed'],
    handle: (ctx, { params }) => rotateSecret(ctx, params.webhookId),
  }),
];
