import { newId } from '@siteninja/core';
import { type IntegrationCtx } from '../context';
import { feedEvents } from '../event-feed/feed-event.model';
import { webhooks } from '../webhooks/webhook.model';
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
 * sent any more, because its webhook is gone or inactive or its event is no longer kept, is over.
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
  const claimed = await withBodies(ctx, rows);
  const sendable = new Set(claimed.map(({ row }) => row._id));
  const over = rows.map(({ _id }) => _id).filter((id) => !sendable.has(id));
  if (over.length > 0)
    await all.updateMany(
      { _id: { $in: over }, claim: token },
      { $set: { claim: null, nextAttemptAt: null } },
    );
  return claimed;
}

async function withBodies(ctx: IntegrationCtx, rows: readonly DeliveryRow[]): Promise<ClaimedDelivery[]> {
  const ofFeed = rows.filter(({ body }) => body === null);
  const [receivers, events] = await Promise.all([
    webhooks
      .across(ctx)
      .find({ _id: { $in: unique(rows.map(({ webhookId }) => webhookId)) }, isActive: true }),
    ofFeed.length === 0
      ? []
      : feedEvents.across(ctx).find({ _id: { $in: unique(ofFeed.map(({ eventId }) => eventId)) } }),
  ]);
  const receiverOf = new Map(receivers.map((webhook) => [webhook._id, webhook]));
  const eventOf = new Map(events.map((event) => [event._id, event]));
  return rows.flatMap((row) => {
    const webhook = receiverOf.get(row.webhookId);
    const body = bodyOf(row, eventOf.get(row.eventId));
    return webhook && body !== undefined ? [{ row, webhook, body }] : [];
  });
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}
