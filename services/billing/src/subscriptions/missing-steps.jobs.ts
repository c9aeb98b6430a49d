import { inTenant } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { defineJob, definePeriodicJob, findScheduled, jobKind, schedule } from '@siteninja/jobs';
import { s } from '@siteninja/schema';
import { type BillingCtx } from '../context';
import { nextStep, scheduleNextStep, stepKind } from './steps';
import { type SubscriptionRow, subscriptions } from './subscription.model';

const EVERY_SECONDS = 24 * 60 * 60;
const PAGE_SIZE = 200;
const pageKind = jobKind('subscription.missing-steps-page', s.object({ after: s.string({ min: 0 }) }));

/** Subscriptions that are older than the jobs which take their steps have none, and would never end. */
const begin = definePeriodicJob<BillingCtx>({
  name: 'subscription.missing-steps',
  everySeconds: EVERY_SECONDS,
  handle: (tx) => schedulePage(tx, ''),
});

const page = defineJob<BillingCtx, { after: string }>({
  kind: pageKind,
  perform: async (ctx, run) => {
    const { after } = run.data;
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
    const last = rows.length < PAGE_SIZE ? undefined : rows.at(-1)?._id;
    if (last === undefined) return;
    await transaction(ctx, async (tx) => {
      await run.complete(tx);
      await schedulePage(tx, last);
    });
  },
});

export const missingStepJobs = [begin, page];

function schedulePage(tx: Tx<BillingCtx>, after: string): Promise<void> {
  return schedule(tx, { kind: pageKind, key: 'all', dueAt: tx.clock.now(), data: { after } });
}

function scheduleStep(ctx: BillingCtx, { _id, tenantId }: SubscriptionRow): Promise<void> {
  return transaction(inTenant(ctx, tenantId), async (tx) => {
    const row = await subscriptions.in(tx).findOne({ _id });
    // The event that it follows from is not known any more.
    if (row) await scheduleNextStep(tx, row, row._id);
  });
}
