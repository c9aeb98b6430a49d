import { type BaseFields, type NewRow, type ScopedCollection } from '@siteninja/mongo';

type Head<R> = NewRow<R> & { tenantId: string };

/**
 * Writes where the logs of many tenants end, by a command for those that had a head and one for the others.
 * @param known the heads as they were read in the same transaction
 * @throws unavailable where another process has moved one of them meanwhile
 */
export async function writeHeads<R extends BaseFields & { tenantId: string }>(
  all: ScopedCollection<R>,
  known: readonly R[],
  heads: readonly Head<R>[],
): Promise<void> {
  const rowOf = new Map(known.map((row) => [row.tenantId, row]));
  const moved = heads.flatMap((set) => {
    const row = rowOf.get(set.tenantId);
    return row ? [{ row, set }] : [];
  });
  await all.updateEach(moved);
  const started = heads.filter(({ tenantId }) => !rowOf.has(tenantId));
  if (started.length > 0) await all.insertMany(started);
}
