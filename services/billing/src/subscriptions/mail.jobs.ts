import { DAY_MS } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { defineJob, jobKind, schedule } from '@siteninja/jobs';
import { s } from '@siteninja/schema';
import { type BillingCtx } from '../context';
import { SUSPENDED_AFTER_DAYS } from './steps';
import { type SubscriptionRow, subscriptions } from './subscription.model';
import { mailAdmins } from '../mails/mail-admins';

const ofSubscription = s.object({ subscriptionId: s.uuid() });
const trialEnding = jobKind('mail.trial_ending', ofSubscription);
const pastDue = jobKind(
  'mail.past_due',
  s.object({ subscriptionId: s.uuid(), since: s.string(), day: s.integer({ min: 0 }) }),
);

/** Days from the first one without payment on which the tenant's admins are written to. */
const REMINDED_ON_DAYS = [0, 3, 7];

/** Belongs to the transaction that announces the end of a trial. */
export function mailTrialEnding(tx: Tx<BillingCtx>, { _id }: SubscriptionRow): Promise<void> {
  const data = { subscriptionId: _id };
  return schedule(tx, { kind: trialEnding, key: _id, dueAt: tx.clock.now(), data });
}

/**
 * Belongs to the transaction in which a subscription becomes past due.
 * @param after the mails that were due by then have been sent
 */
export async function mailPastDue(
  tx: Tx<BillingCtx>,
  { _id, pastDueSince }: SubscriptionRow,
  after?: Date,
): Promise<void> {
  if (!pastDueSince) return;
  const since = pastDueSince.toISOString();
  for (const day of REMINDED_ON_DAYS) {
    const dueAt = daysAfter(pastDueSince, day);
    if (after && dueAt <= after) continue;
    const data = { subscriptionId: _id, since, day };
    await schedule(tx, { kind: pastDue, key: `${_id}.${since}.${day}`, dueAt, data });
  }
}

export const mailJobs = [
  defineJob<BillingCtx, { subscriptionId: string }>({
    kind: trialEnding,
    perform: async (ctx, { data: { subscriptionId } }) => {
      const row = await subscriptions.in(ctx).findOne({ _id: subscriptionId });
      if (row?.status === 'trial' && !row.pausedAt)
        await mailAdmins(ctx, 'trialEnding', row.currentPeriodEnd);
    },
  }),
  defineJob<BillingCtx, { subscriptionId: string; since: string; day: number }>({
    kind: pastDue,
    perform: async (ctx, { data: { subscriptionId, since, day } }) => {
      const row = await subscriptions.in(ctx).findOne({ _id: subscriptionId });
      // Nothing where it has been paid meanwhile, for the next time that it is due, and while the tenant is deleted.
      if (!row || row.status === 'cancelled' || row.pausedAt || row.pastDueSince?.toISOString() !== since)
        return;
      const offlineOn = daysAfter(row.pastDueSince, SUSPENDED_AFTER_DAYS);
      await mailAdmins(ctx, day === 0 ? 'pastDue' : 'reminder', offlineOn);
    },
  }),
];

function daysAfter(date: Date, days: number): Date {
  return new Date(date.getTime() + days * DAY_MS);
}
