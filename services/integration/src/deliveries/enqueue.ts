import { type BatchTx } from '@siteninja/events';
import { type IntegrationCtx } from '../context';
import { type FeedEventRow } from '../event-feed/feed-event.model';
import { type WebhookRow, webhooks } from '../webhooks/webhook.model';
import { deliveries } from './delivery.model';
import { groupBy } from './group-by';
import { deliveriesEnqueued } from './wake';

/** Has events delivered to every webhook of their tenants that asks for them, once the transaction commits. */
export async function enqueueEvents(
  tx: BatchTx<IntegrationCtx>,
  events: readonly FeedEventRow[],
): Promise<void> {
  if (events.length === 0) return;
  const tenantIds = [...new Set(events.map(({ tenantId }) => tenantId))];
  const active = await webhooks
    .across(tx)
    .find(
      { tenantId: { $in: tenantIds }, isActive: true },
      { select: { tenantId: 1, events: 1, resourceIds: 1, payload: 1 } },
    );
  const ofTenant = groupBy(active, ({ tenantId }) => tenantId);
  await enqueue(
    tx,
    events.flatMap((event) =>
      (ofTenant.get(event.tenantId) ?? [])
        .filter((webhook) => wants(webhook, event))
        .map((webhook) => deliveryOf(webhook, event)),
    ),
  );
}

type NewDelivery = ReturnType<typeof deliveryOf>;

/** Has these delivered at once, when the transaction commits. */
export async function enqueue(tx: BatchTx<IntegrationCtx>, list: readonly NewDelivery[]): Promise<void> {
  if (list.length === 0) return;
  const nextAttemptAt = tx.clock.now();
  await deliveries
    .across(tx)
    .insertMany(list.map((each) => ({ ...each, attempts: 0, nextAttemptAt, claim: null })));
  tx.afterCommit(() => Promise.resolve(deliveriesEnqueued.tell(tx.db)));
}

/** @param body the bytes, where the event stands in no feed */
export function deliveryOf(
  { _id: webhookId, tenantId, payload }: Pick<WebhookRow, '_id' | 'tenantId' | 'payload'>,
  event: Pick<FeedEventRow, '_id' | 'type'>,
  body: string | null = null,
) {
  return { webhookId, tenantId, eventId: event._id, eventType: event.type, payload, body };
}

export function wants(
  { events, resourceIds }: Pick<WebhookRow, 'events' | 'resourceIds'>,
  { type, resourceId }: Pick<FeedEventRow, 'type' | 'resourceId'>,
): boolean {
  const isWantedType = events.includes('*') || events.includes(type);
  return isWantedType && (resourceIds.length === 0 || resourceIds.includes(resourceId));
}
