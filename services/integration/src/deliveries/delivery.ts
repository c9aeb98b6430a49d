import { conflict, ensure, invalid, newId, tenantOf } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { type IntegrationCtx } from '../context';
import { feedEvents } from '../event-feed/feed-event.model';
import { WEBHOOK_TEST } from '../webhooks/event-types';
import { type WebhookRow, webhooks } from '../webhooks/webhook.model';
import { deliveries } from './delivery.model';
import { type Replay } from './delivery.schema';
import { deliveryOf, enqueue, wants } from './enqueue';
import { getAttempt } from './read-delivery';

/** As many as a receiver and the log can take at once. */
const MAX_REPLAYED = 10_000;

/** Delivers an event that nothing but this call is the cause of. @throws not_found, conflict `webhook.inactive` */
export function sendTest(ctx: IntegrationCtx, webhookId: string) {
  const event = { _id: newId(), type: WEBHOOK_TEST };
  return transaction(ctx, async (tx) => {
    const webhook = await getActive(tx, webhookId);
    const data = { webhookId, message: 'It works.' };
    const { _id: id, type } = event;
    const timestamp = tx.clock.now().toISOString();
    const body = JSON.stringify({ id, type, timestamp, tenantId: tenantOf(tx), data });
    await enqueue(tx, [deliveryOf(webhook, event, body)]);
    return { eventId: id, eventType: type };
  });
}

/** Delivers the same bytes under the same `webhook-id` again. @throws not_found, conflict `webhook.inactive` */
export async function redeliver(ctx: IntegrationCtx, webhookId: string, id: string) {
  const { deliveryId, eventId, eventType } = await getAttempt(ctx, webhookId, id);
  return transaction(ctx, async (tx) => {
    await getActive(tx, webhookId);
    const { payload, body } = await deliveries.in(tx).get(deliveryId);
    await enqueue(tx, [{ webhookId, tenantId: tenantOf(tx), eventId, eventType, payload, body }]);
    return { eventId, eventType };
  });
}

/**
 * Delivers every event of a span of time that the webhook asks for.
 * @throws not_found, conflict `webhook.inactive`, invalid for more events than can be replayed at once
 */
export function replayEvents(ctx: IntegrationCtx, webhookId: string, { from, to }: Replay) {
  // Both bounds are inclusive; times are whole milliseconds, and SecantusDB loses the rows at a bound.
  const since = new Date(Date.parse(from) - 1);
  const until = new Date(Date.parse(to) + 1);
  return transaction(ctx, async (tx) => {
    const webhook = await getActive(tx, webhookId);
    const found = await feedEvents.in(tx).find(
      { timestamp: { $gt: since, $lt: until } },
      {
        sort: { timestamp: 1 },
        limit: MAX_REPLAYED + 1,
        select: { type: 1, resourceId: 1, timestamp: 1 },
      },
    );
    ensure(found.length <= MAX_REPLAYED, () =>
      invalid([{ field: 'to', message: `to must leave at most ${MAX_REPLAYED} events` }]),
    );
    const wanted = found.filter((event) => wants(webhook, event));
    await enqueue(
      tx,
      wanted.map((event) => deliveryOf(webhook, event)),
    );
    return { count: wanted.length };
  });
}

async function getActive(tx: IntegrationCtx, id: string): Promise<WebhookRow> {
  const webhook = await webhooks.in(tx).get(id);
  ensure(webhook.isActive, () => conflict('webhook.inactive', 'isActive', 'The webhook is not active.'));
  return webhook;
}
