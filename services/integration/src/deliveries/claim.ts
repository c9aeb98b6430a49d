import { newId } from '@siteninja/core';
import { type IntegrationCtx } from '../context';
import { type FeedEventRow, feedEvents } from '../event-feed/feed-event.model';
import { type WebhookRow, webhooks } from '../webhooks/webhook.model';
import { type ClaimedDelivery } from './attempt';
import { bodyOf } from './body';
import { deliveries, type DeliveryRow } from './delivery.model';

/** How long a claim is this process's own: longer than an attempt, and the wait to write down what became of it. */
const LEASE_MS = 45_000;

export type DueDelivery = Pick<DeliveryRow, '_id' | 'webhookId' | 'tenantId'>;

/** The lower bound says nothing new, but without it SecantusDB reads every delivery that is over, as its time is null. */
const dueBy = (now: Date) => ({ nextAttemptAt: { $gt: new Date(0), $lte: now } });

/** Deliveries that could be attempted now. */
export function countDue(ctx: IntegrationCtx): Promise<number> {
  return deliveries.across(ctx).count(dueBy(ctx.clock.now()));
}

/** @param without webhooks of which it is known already that more is due than can be sent now */
export function findDue(
  ctx: IntegrationCtx,
  without: readonly string[],
  limit: number,
): Promise<DueDelivery[]> {
  const due = dueBy(ctx.clock.now());
  const filter = without.length === 0 ? due : { ...due, webhookId: { $nin: [...without] } };
  const select = { webhookId: 1, tenantId: 1 } as const;
  return deliveries.across(ctx).find(filter, { sort: { nextAttemptAt: 1 }, limit, select });
}

/**
 * Takes those of the deliveries that are still due and that no other process takes at the same moment. What cannot be
 * sent any more, because its webhook is gone or inactive, is over. Events are kept longer than their deliveries: one
 * whose event is not found is looked at again when its claim ends.
 */
export async function claim(ctx: IntegrationCtx, ids: readonly string[]): Promise<ClaimedDelivery[]> {
  const now = ctx.clock.now();
  const token = newId();
  const all = deliveries.across(ctx);
  const taken = await all.updateMany(
    { _id: { $in: [...ids] }, nextAttemptAt: { $lte: now } },
    { $set: { claim: token, nextAttemptAt: new Date(now.getTime() + LEASE_MS) } },
  );
  if (taken === 0) return [];
  const rows = await all.find({ _id: { $in: [...ids] }, claim: token });
  const [receiverOf, eventOf] = await Promise.all([activeReceivers(ctx, rows), eventsOf(ctx, rows)]);
  const over = rows.filter(({ webhookId }) => !receiverOf.has(webhookId)).map(({ _id }) => _id);
  if (over.length > 0)
    await all.updateMany(
      { _id: { $in: over }, claim: token },
      { $set: { claim: null, nextAttemptAt: null } },
    );
  return rows.flatMap((row) => {
    const webhook = receiverOf.get(row.webhookId);
    const body = bodyOf(row, eventOf.get(row.eventId));
    return webhook && body !== undefined ? [{ row, webhook, body }] : [];
  });
}

async function activeReceivers(
  ctx: IntegrationCtx,
  rows: readonly DeliveryRow[],
): Promise<Map<string, WebhookRow>> {
  const ids = unique(rows.map(({ webhookId }) => webhookId));
  const active = await webhooks.across(ctx).find({ _id: { $in: ids }, isActive: true });
  return new Map(active.map((webhook) => [webhook._id, webhook]));
}

/** The events of those whose bytes are made from them. */
async function eventsOf(
  ctx: IntegrationCtx,
  rows: readonly DeliveryRow[],
): Promise<Map<string, FeedEventRow>> {
  const ids = unique(rows.filter(({ body }) => body === null).map(({ eventId }) => eventId));
  if (ids.length === 0) return new Map();
  const found = await feedEvents.across(ctx).find({ _id: { $in: ids } });
  const eventOf = new Map(found.map((event) => [event._id, event]));
  const missing = ids.filter((id) => !eventOf.has(id));
  if (missing.length > 0) ctx.log.warn('events of deliveries are not found', { events: missing });
  return eventOf;
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}
