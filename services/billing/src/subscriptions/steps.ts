import { DAY_MS } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { cancel, jobKind, schedule } from '@siteninja/jobs';
import { s } from '@siteninja/schema';
import { type BillingCtx } from '../context';
import { type SubscriptionRow } from './subscription.model';

const STEPS = ['announce', 'expire', 'renew', 'suspend', 'end'] as const;
type Step = (typeof STEPS)[number];

const ANNOUNCED_BEFORE_DAYS = 3;
/** Days from the first day without payment. */
export const SUSPENDED_AFTER_DAYS = 14;
const CANCELLED_AFTER_DAYS = 44;

/**
 * What becomes of a subscription next, by itself. The key is the subscription's id; `causedBy` is the event of the
 * change that it was scheduled with.
 */
export const stepKind = jobKind(
  'subscription.step',
  s.object({ step: s.enum(...STEPS), causedBy: s.string() }),
);

/** Null where nothing happens unless somebody acts, or the provider tells of it. */
export function nextStep(row: SubscriptionRow): { step: Step; at: Date } | null {
  const { status, cancelAtPeriodEnd, currentPeriodEnd, pastDueSince, provider } = row;
  if (row.pausedAt !== null) return null;
  const unpaidSince = (pastDueSince ?? currentPeriodEnd).getTime();
  switch (status) {
    case 'trial':
      if (cancelAtPeriodEnd) return { step: 'end', at: currentPeriodEnd };
      return row.isTrialEndingTold
        ? { step: 'expire', at: currentPeriodEnd }
        : { step: 'announce', at: new Date(currentPeriodEnd.getTime() - ANNOUNCED_BEFORE_DAYS * DAY_MS) };
    case 'active':
      if (provider === 'stripe') return null;
      return { step: cancelAtPeriodEnd ? 'end' : 'renew', at: currentPeriodEnd };
    case 'past_due':
      return { step: 'suspend', at: new Date(unpaidSince + SUSPENDED_AFTER_DAYS * DAY_MS) };
    case 'suspended':
      return { step: 'end', at: new Date(unpaidSince + CANCELLED_AFTER_DAYS * DAY_MS) };
    case 'cancelled':
      return null;
  }
}

/** Belongs to the transaction of each change of a subscription. */
export async function scheduleNextStep(
  tx: Tx<BillingCtx>,
  row: SubscriptionRow,
  causedBy: string,
): Promise<void> {
  const next = nextStep(row);
  if (next) {
    await schedule(tx, { kind: stepKind, key: row._id, dueAt: next.at, data: { step: next.step, causedBy } });
  } else {
    await cancel(tx, stepKind, row._id);
  }
}
