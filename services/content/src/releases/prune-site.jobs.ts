import { inTenant, tenantOf } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { defineJob, definePeriodicJob, type Job, jobKind, schedule } from '@siteninja/jobs';
import { s } from '@siteninja/schema';
import { type ContentCtx } from '../context';
import { tenantPlans } from '../sites/tenant-plan.projection';
import { pruneSite } from './prune-site';

const EVERY_SECONDS = 24 * 60 * 60;
const PAGE_SIZE = 100;

const pageKind = jobKind('releases.prune-page', s.object({ after: s.string({ min: 0 }) }));
const siteKind = jobKind('releases.prune-site', s.object({}));

/** Deletes what plans keep no longer, once a day: each site in a job of its own, which is done in bounded steps. */
export const pruneSites: Job<ContentCtx>[] = [
  definePeriodicJob<ContentCtx>({
    name: 'releases.prune',
    everySeconds: EVERY_SECONDS,
    handle: (tx) => schedulePage(tx, ''),
  }),
  defineJob<ContentCtx, { after: string }>({
    kind: pageKind,
    handle: async (tx, { data: { after } }) => {
      const page = { sort: { _id: 1 }, limit: PAGE_SIZE, select: { tenantId: 1, limits: 1 } } as const;
      const rows = await tenantPlans.across(tx).find({ _id: { $gt: after } }, page);
      for (const { tenantId, limits } of rows) {
        if (typeof limits.releaseDays === 'number') await scheduleSite(inTenant(tx, tenantId));
      }
      const last = rows.at(-1);
      if (last && rows.length === PAGE_SIZE) await schedulePage(tx, last._id);
    },
  }),
  defineJob<ContentCtx, object>({
    kind: siteKind,
    perform: async (ctx) => {
      const isDone = await pruneSite(ctx);
      if (!isDone) await transaction(ctx, scheduleSite);
    },
  }),
];

function schedulePage(tx: Tx<ContentCtx>, after: string): Promise<void> {
  return schedule(tx, { kind: pageKind, key: `after ${after}`, dueAt: tx.clock.now(), data: { after } });
}

function scheduleSite(tx: Tx<ContentCtx>): Promise<void> {
  return schedule(tx, { kind: siteKind, key: tenantOf(tx), dueAt: tx.clock.now(), data: {} });
}
