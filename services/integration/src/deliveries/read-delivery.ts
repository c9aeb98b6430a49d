import { type CursorQuery, ensure, notFound, presenter } from '@siteninja/core';
import { type IntegrationCtx } from '../context';
import { feedEvents } from '../event-feed/feed-event.model';
import { webhooks } from '../webhooks/webhook.model';
import { bodyOf } from './body';
import { deliveries, type DeliveryAttemptRow, deliveryAttempts } from './delivery.model';
import { type Delivery, delivery } from './delivery.schema';

const present = presenter(delivery);

/** Newest first, one item an attempt. @throws not_found, invalid for a malformed cursor */
export async function listDeliveries(ctx: IntegrationCtx, webhookId: string, query: CursorQuery) {
  await webhooks.in(ctx).get(webhookId, {}, { select: { _id: 1 } });
  const attempts = deliveryAttempts.in(ctx);
  const { rows, pagination } = await attempts.paginateByCursor({ webhookId }, query, 'createdAt');
  return { items: await presentAll(ctx, rows), pagination };
}

/** @throws not_found */
export async function getDelivery(ctx: IntegrationCtx, webhookId: string, id: string): Promise<Delivery> {
  const [found] = await presentAll(ctx, [await getAttempt(ctx, webhookId, id)]);
  ensure(found, () => notFound('delivery'));
  return found;
}

/** @throws not_found */
export async function getAttempt(
  ctx: IntegrationCtx,
  webhookId: string,
  id: string,
): Promise<DeliveryAttemptRow> {
  await webhooks.in(ctx).get(webhookId, {}, { select: { _id: 1 } });
  return deliveryAttempts.in(ctx).get(id, { webhookId });
}

/** With what was sent, which is kept once for all attempts. */
async function presentAll(ctx: IntegrationCtx, rows: readonly DeliveryAttemptRow[]): Promise<Delivery[]> {
  if (rows.length === 0) return [];
  const [sent, events] = await Promise.all([
    deliveries.in(ctx).find({ _id: { $in: [...new Set(rows.map(({ deliveryId }) => deliveryId))] } }),
    feedEvents.in(ctx).find({ _id: { $in: [...new Set(rows.map(({ eventId }) => eventId))] } }),
  ]);
  const deliveryOf = new Map(sent.map((row) => [row._id, row]));
  const eventOf = new Map(events.map((row) => [row._id, row]));
  return rows.map((row) => {
    const known = deliveryOf.get(row.deliveryId);
    const body = known && bodyOf(known, eventOf.get(row.eventId));
    return present({ ...row, payload: body === undefined ? null : parsed(body) });
  });
}

function parsed(body: string): Record<string, unknown> {
  const value: Record<string, unknown> = JSON.parse(body);
  return value;
}
