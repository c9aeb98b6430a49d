import { accepted, cursorListOf, cursorQuery, ok } from '@siteninja/http';
import { route } from '../context';
import { redeliver, replayEvents, sendTest } from './delivery';
import { delivery, queued, replay, replayed } from './delivery.schema';
import { getDelivery, listDeliveries } from './read-delivery';

const WEBHOOK = '/tenants/:tenantId/webhooks/:webhookId';

export const deliveryRoutes = [
  route({
    method: 'post',
    path: `${WEBHOOK}/test`,
    operationId: 'testWebhook',
    summary: 'Deliver a test event, of type `webhook.test` and without sequence',
    allow: 'write:webhooks',
    returns: accepted(queued),
    etag: false,
    errors: ['webhook.not_found', 'webhook.inactive'],
    handle: (ctx, { params }) => sendTest(ctx, params.webhookId),
  }),
  route({
    method: 'get',
    path: `${WEBHOOK}/deliveries`,
    summary: 'List the deliveries of a webhook, one item an attempt, newest first',
    description: 'Attempts are kept for 30 days.',
    allow: 'read:webhooks',
    query: cursorQuery({ filters: {} }),
    returns: cursorListOf(delivery),
    errors: ['webhook.not_found'],
    handle: (ctx, { params, query }) => listDeliveries(ctx, params.webhookId, query),
  }),
  route({
    method: 'get',
    path: `${WEBHOOK}/deliveries/:deliveryId`,
    summary: 'Read an attempt of a delivery',
    allow: 'read:webhooks',
    returns: ok(delivery),
    errors: ['webhook.not_found', 'delivery.not_found'],
    handle: (ctx, { params }) => getDelivery(ctx, params.webhookId, params.deliveryId),
  }),
  route({
    method: 'post',
    path: `${WEBHOOK}/deliveries/:deliveryId/redeliver`,
    operationId: 'redeliver',
    summary: 'Deliver an event again: the same bytes and the same `webhook-id`',
    allow: 'write:webhooks',
    returns: accepted(queued),
    etag: false,
    errors: ['webhook.not_found', 'delivery.not_found', 'webhook.inactive'],
    handle: (ctx, { params }) => redeliver(ctx, params.webhookId, params.deliveryId),
  }),
  route({
    method: 'post',
    path: `${WEBHOOK}/replay`,
    operationId: 'replayEvents',
    summary: 'Deliver every event of a span of time that the webhook asks for',
    description:
      'Of the last 30 days, at most 10,000 events at once. Each comes with the `webhook-id` that it had before, so a receiver knows which it has.',
    allow: 'write:webhooks',
    body: replay,
    returns: accepted(replayed),
    etag: false,
    example: { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' },
    errors: ['webhook.not_found', 'webhook.inactive'],
    handle: (ctx, { params, body }) => replayEvents(ctx, params.webhookId, body),
  }),
];
