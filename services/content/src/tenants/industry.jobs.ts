import { calls } from '@siteninja/contracts';
import { inTenant } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { defineJob, jobKind, schedule } from '@siteninja/jobs';
import { s } from '@siteninja/schema';
import { type ContentCtx } from '../context';
import { sites } from '../sites/site.model';
import { applyIndustry } from './tenant';

const industryKind = jobKind('sites.ask-industry', s.object({ after: s.string({ min: 0 }) }));

const PAGE_SIZE = 50;

/** Asks tenant for the industries of sites that are older than content's knowledge of them, a page in each run. */
export const askIndustries = defineJob<ContentCtx, { after: string }>({
  kind: industryKind,
  perform: async (ctx, run) => {
    const rows = await sites
      .across(ctx)
      .find(
        { businessType: null, tenantId: { $gt: run.data.after } },
        { sort: { tenantId: 1 }, limit: PAGE_SIZE, select: { tenantId: 1 } },
      );
    const tenantIds = rows.map(({ tenantId }) => tenantId);
    const { items } = await ctx.ports.services.call(ctx, calls.listBusinessTypes, { body: { tenantIds } });
    for (const { tenantId, businessType } of items) {
      await transaction(inTenant(ctx, tenantId), (tx) => applyIndustry(tx, businessType));
    }
    const after = rows.length === PAGE_SIZE ? tenantIds.at(-1) : undefined;
    await transaction(ctx, async (tx) => {
      await run.complete(tx);
      if (after === undefined) return;
      await schedule(tx, { kind: industryKind, key: after, dueAt: tx.clock.now(), data: { after } });
    });
  },
});

/** Nothing, where every site knows its industry. */
export async function scheduleIndustries(ctx: ContentCtx): Promise<void> {
  if (!(await sites.across(ctx).findOne({ businessType: null }, { select: { _id: 1 } }))) return;
  await transaction(ctx, (tx) =>
    schedule(tx, { kind: industryKind, key: 'first', dueAt: tx.clock.now(), data: { after: '' } }),
  );
}
