import { type Ctx, tenantOf } from '@siteninja/core';
import { type BaseFields, type CollectionDefinition } from './definition';
import { ScopedCollection } from './scoped-collection';

/** Whether erasing a tenant deletes rows of it: also of global collections that name tenants in a `tenantId`. */
export function isErasable({ scope, fields, keptWhenErased }: CollectionDefinition): boolean {
  return !keptWhenErased && (scope === 'tenant' || 'tenantId' in fields);
}

/** Ids of rows of the context's tenant, whatever they are; fewer than `limit` where there are no others. */
export async function erasableIds(
  ctx: Ctx,
  definition: CollectionDefinition,
  { limit }: { limit: number },
): Promise<string[]> {
  const rows = await rowsOf(ctx, definition).find({}, { limit, select: { _id: 1 } });
  return rows.map(({ _id }) => _id);
}

/** @returns how many are gone */
export function eraseRows(
  ctx: Ctx,
  definition: CollectionDefinition,
  ids: readonly string[],
): Promise<number> {
  return rowsOf(ctx, definition).delete({ _id: { $in: [...ids] } });
}

function rowsOf(ctx: Ctx, definition: CollectionDefinition): ScopedCollection<BaseFields> {
  return new ScopedCollection<BaseFields>(ctx, definition, { tenantId: tenantOf(ctx) });
}
