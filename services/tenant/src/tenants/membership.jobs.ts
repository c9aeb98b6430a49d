import { calls } from '@siteninja/contracts';
import { inTenant } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { defineJob, jobKind, schedule } from '@siteninja/jobs';
import { s } from '@siteninja/schema';
import { type TenantCtx } from '../context';
import { projectMembership } from './membership';
import { memberships } from './membership.projection';
import { tenants } from './tenant.model';

const copyKind = jobKind('memberships.copy', s.object({ after: s.nullable(s.uuid()) }));

/** By then the queue of the projection is bound, so that what changes meanwhile arrives as an event. */
const COPY_AFTER_MS = 5_000;

/** Copies the memberships that identity had before this service heard of them, a page in each run. */
export const copyMemberships = defineJob<TenantCtx, { after: string | null }>({
  kind: copyKind,
  perform: async (ctx, run) => {
    const { after } = run.data;
    const query = after === null ? {} : { after };
    const { items, next } = await ctx.ports.services.call(ctx, calls.listMemberships, { query });
    await transaction(ctx, async (tx) => {
      for (const { tenantId, ...state } of items) {
        await projectMembership(inTenant(tx, tenantId), state);
      }
      await run.complete(tx);
      if (next !== null) {
        await schedule(tx, { kind: copyKind, key: next, dueAt: ctx.clock.now(), data: { after: next } });
      }
    });
  },
});

/** For tenants that are older than this service's knowledge of their members: has these copied, once. */
export async function scheduleCopy(ctx: TenantCtx): Promise<void> {
  // A condition that all rows meet: then an index serves it.
  const known = await memberships.across(ctx).findOne({ userId: { $gt: '' } }, { select: { _id: 1 } });
  if (known || !(await tenants.across(ctx).findOne({ reservation: null }))) return;
  const dueAt = new Date(ctx.clock.now().getTime() + COPY_AFTER_MS);
  await transaction(ctx, (tx) =>
    schedule(tx, { kind: copyKind, key: 'first', dueAt, data: { after: null } }),
  );
}
