import { type Tx } from '@siteninja/events';
import { type IntegrationCtx } from '../context';
import { type FeedEventRow } from '../event-feed/feed-event.model';
import { type WebhookRow, webhooks } from '../webhooks/webhook.model';
import { deliveries } from './delivery.model';
import { announceDeliveries } from './wake';

/** Has an event delivered to every webhook of its tenant that asks for it, once the transaction commits. */
export async function enqueueEvent(tx: Tx<IntegrationCtx>, event: FeedEventRow): Promise<void> {
  const active = await webhooks
    .in(tx)
    .find({ isActive: true }, { select: { events: 1, resourceIds: 1, payload: 1 } });
  const wanting = active.filter((webhook) => wants(webhook, event));
  await enqueue(
    tx,
    wanting.map((webhook) => deliveryOf(webhook, event)),
  );
}

type NewDelivery = ReturnType<typeof deliveryOf>;

/** Has these delivered at once, when the transaction commits. */
export async function enqueue(tx: Tx<IntegrationCtx>, list: readonly NewDelivery[]): Promise<void> {
  if (list.length === 0) return;
  const nextAttemptAt = tx.clock.now();
  await deliveries
    .in(tx)
    .insertMany(list.map((each) => ({ ...each, attempts: 0, nextAttemptAt, claim: null })));
  tx.afterCommit(() => Promise.resolve(announceDeliveries(tx.db)));
}

/** @param body the bytes, where the event stands in no feed */
export function deliveryOf(
  { _id: webhookId, payload }: Pick<WebhookRow, '_id' | 'payload'>,
  event: Pick<FeedEventRow, '_id' | 'type'>,
  body: string | null = null,
) {
  return { webhookId, eventId: event._id, eventType: event.type, payload, body };
}

export function wants(
  { events, resourceIds }: Pick<WebhookRow, 'events' | 'resourceIds'>,
  { type, resourceId }: Pick<FeedEventRow, 'type' | 'resourceId'>,
): boolean {
  const isWantedType = events.includes('*') || events.includes(type);
  return isWantedType && (resourceIds.length === 0 || resourceIds.includes(resourceId));
}
