import { inTenant, tenantOf } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { defineJob, definePagedJobs, type Job, jobKind, pageAfter, schedule } from '@siteninja/jobs';
import { s } from '@siteninja/schema';
import { type ContentCtx } from '../context';
import { tenantPlans } from '../sites/tenant-plan.projection';
import { pruneSite } from './prune-site';

const EVERY_SECONDS = 24 * 60 * 60;
const PAGE_SIZE = 100;

const siteKind = jobKind('releases.prune-site', s.object({}));

/** Deletes what plans keep no longer, once a day: each site in a job of its own, which is done in bounded steps. */
export const pruneSites: Job<ContentCtx>[] = [
  ...definePagedJobs<ContentCtx>({
    name: 'releases.prune',
    everySeconds: EVERY_SECONDS,
    perform: async (ctx, after) => {
      const page = { sort: { _id: 1 }, limit: PAGE_SIZE, select: { tenantId: 1, limits: 1 } } as const;
      const rows = await tenantPlans.across(ctx).find({ _id: { $gt: after } }, page);
      await transaction(ctx, async (tx) => {
        for (const { tenantId, limits } of rows) {
          if (typeof limits.releaseDays === 'number') await scheduleSite(inTenant(tx, tenantId));
        }
      });
      return pageAfter(rows, PAGE_SIZE);
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

function scheduleSite(tx: Tx<ContentCtx>): Promise<void> {
  return schedule(tx, { kind: siteKind, key: tenantOf(tx), dueAt: tx.clock.now(), data: {} });
}
