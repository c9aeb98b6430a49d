import { type Ctx } from '@siteninja/core';
import { globalCollection } from '@siteninja/mongo';
import { s } from '@siteninja/schema';

/**
 * Tenants of whom this service keeps nothing any more, or is about to: `_id` is the tenant's. The rows stay, so that an
 * event which comes late brings nothing back.
 */
export const erasedTenants = globalCollection({
  name: 'erasedTenants',
  fields: {
    /** Rows that have been deleted. */
    documents: s.integer({ min: 0 }),
    /** Stored files that have been deleted. */
    files: s.integer({ min: 0 }),
    /** Null while there may be something left. */
    finishedAt: s.nullable(s.dateTime()),
  },
  indexes: [],
});

/** Those of the tenants that are erased. */
export async function erasedAmong(
  ctx: Ctx,
  tenantIds: Iterable<string | null>,
): Promise<ReadonlySet<string | null>> {
  const ids = [...new Set(tenantIds)].filter((id) => id !== null);
  if (ids.length === 0) return new Set();
  const found = await erasedTenants.in(ctx).find({ _id: { $in: ids } }, { select: { _id: 1 } });
  return new Set(found.map(({ _id }) => _id));
}

/** Whether the tenant is erased: then nothing may be kept of it. */
export async function isErased(ctx: Ctx, tenantId: string): Promise<boolean> {
  return (await erasedAmong(ctx, [tenantId])).has(tenantId);
}
