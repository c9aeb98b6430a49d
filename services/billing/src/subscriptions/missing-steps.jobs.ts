import { inTenant } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { definePagedJobs, findScheduled, pageAfter } from '@siteninja/jobs';
import { type BillingCtx } from '../context';
import { nextStep, scheduleNextStep, stepKind } from './steps';
import { type SubscriptionRow, subscriptions } from './subscription.model';

const EVERY_SECONDS = 24 * 60 * 60;
const PAGE_SIZE = 200;

/** Subscriptions that are older than the jobs which take their steps have none, and would never end. */
export const missingStepJobs = definePagedJobs<BillingCtx>({
  name: 'subscription.missing-steps',
  everySeconds: EVERY_SECONDS,
  perform: async (ctx, after) => {
    const rows = await subscriptions
      .across(ctx)
      .find({ _id: { $gt: after } }, { sort: { _id: 1 }, limit: PAGE_SIZE });
    const waiting = rows.filter((row) => nextStep(row) !== null);
    const scheduled = await findScheduled(
      ctx,
      stepKind,
      waiting.map(({ _id }) => _id),
    );
    for (const row of waiting) if (!scheduled.has(row._id)) await scheduleStep(ctx, row);
    return pageAfter(rows, PAGE_SIZE);
  },
});

function scheduleStep(ctx: BillingCtx, { _id, tenantId }: SubscriptionRow): Promise<void> {
  return transaction(inTenant(ctx, tenantId), async (tx) => {
    const row = await subscriptions.in(tx).findOne({ _id });
    // The event that it follows from is not known any more.
    if (row) await scheduleNextStep(tx, row, row._id);
  });
}
