import { DomainError, monthOf, newId } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { cancel, defineJob, jobKind, schedule } from '@siteninja/jobs';
import { s } from '@siteninja/schema';
import { type ContentCtx } from '../context';
import { tenantPlans } from '../sites/tenant-plan.projection';
import { aiCredits } from './credit.model';
import { type Outcome, type Purpose, recordGeneration } from './generation';

/** Longer than any proposal takes. */
const REFUNDED_AFTER_MS = 5 * 60_000;

/** Credits that are taken from the plan for a proposal that is being made. */
export interface Reservation {
  readonly id: string;
  readonly month: string;
  readonly credits: number;
}

const refund = jobKind('ai.refund', s.object({ month: s.string(), credits: s.integer({ min: 0 }) }));

/** Gives back what was reserved by a process that ended before it knew what to charge. */
export const refundCredits = defineJob<ContentCtx, { month: string; credits: number }>({
  kind: refund,
  handle: async (tx, { data: { month, credits } }) => {
    await aiCredits.in(tx).upsert({ month }, { $inc: { used: -credits } });
  },
});

/**
 * Takes up to `credits` from those of this month: what is left, where that is less. Proposals at the same time never
 * overrun the plan. Until a new tenant's subscription has arrived, nothing is limited. It is taken anew by each
 * attempt of a request with an Idempotency-Key, as each asks the provider anew.
 * @throws payment_required `ai.quota_exceeded`, with nothing taken, where nothing is left
 */
export function reserve(ctx: ContentCtx, credits: number): Promise<Reservation> {
  return transaction(withoutEffects(ctx), async (tx) => {
    const plan = await tenantPlans.in(tx).findOne({});
    const limit = plan?.limits.aiCredits ?? null;
    const now = tx.clock.now();
    const month = monthOf(now);
    const { used } = await aiCredits.in(tx).upsert({ month }, { $inc: { used: credits } });
    const over = limit === null ? 0 : Math.max(used - limit, 0);
    if (limit !== null && over >= credits) throw quotaExceeded(limit, used - credits);
    if (over > 0) await aiCredits.in(tx).upsert({ month }, { $inc: { used: -over } });
    const reservation = { id: newId(), month, credits: credits - over };
    const dueAt = new Date(now.getTime() + REFUNDED_AFTER_MS);
    await schedule(tx, {
      kind: refund,
      key: reservation.id,
      dueAt,
      data: { month, credits: reservation.credits },
    });
    return reservation;
  });
}

/** The context of what is done anew each time that a request with an Idempotency-Key is. */
function withoutEffects(ctx: ContentCtx): ContentCtx {
  const { effects: _effects, ...rest } = ctx;
  return rest;
}

/** Charges what was made for a client that has gone, or nothing where the proposal failed; the rest is given back. */
export function settleBrokenOff(
  ctx: ContentCtx,
  reservation: Reservation,
  outcome: Purpose & Outcome,
): Promise<number> {
  const { request } = ctx;
  const attended = { ...ctx, request: request && { ...request, isAborted: () => false } };
  return settle(withoutEffects(attended), reservation, outcome);
}

/**
 * Charges what a proposal has cost, never more than was reserved, gives the rest back, and records it.
 * @returns what was charged
 */
export function settle(
  ctx: ContentCtx,
  { id, month, credits }: Reservation,
  { cost, ...about }: Purpose & Outcome,
): Promise<number> {
  return transaction(ctx, async (tx) => {
    const charged = Math.min(cost, credits);
    // Without the job the refund has been made: the proposal took longer than any may.
    const isOpen = await cancel(tx, refund, id);
    const change = isOpen ? charged - credits : charged;
    if (change !== 0) await aiCredits.in(tx).upsert({ month }, { $inc: { used: change } });
    await recordGeneration(tx, { ...about, id, month, credits: charged });
    return charged;
  });
}

function quotaExceeded(limit: number, usage: number): DomainError {
  const message = `The plan has ${limit} AI credits a month.`;
  return new DomainError('payment_required', 'ai.quota_exceeded', message, {
    details: [{ field: 'aiCredits', message, limit, usage }],
  });
}
