import { type Ctx, tenantOf } from '@siteninja/core';
import { type BaseFields, type CollectionDefinition } from './definition';
import { ScopedCollection } from './scoped-collection';

/** Whether erasing a tenant deletes rows of it: also of global collections that name tenants in a `tenantId`. */
export function isErasable({ scope, fields, keptWhenErased }: CollectionDefinition): boolean {
  return !keptWhenErased && (scope === 'tenant' || 'tenantId' in fields);
}

/**
 * Deletes rows of the context's tenant, whatever they are.
 * @param except the id of a row that stays
 * @returns how many are gone; fewer than `limit` where no others are left
 */
export async function eraseRows(
  ctx: Ctx,
  definition: CollectionDefinition,
  { limit, except }: { limit: number; except: string },
): Promise<number> {
  const rows = new ScopedCollection<BaseFields>(ctx, definition, { tenantId: tenantOf(ctx) });
  const found = await rows.find({}, { limit, select: { _id: 1 } });
  const ids = found.map(({ _id }) => _id).filter((id) => id !== except);
  return ids.length === 0 ? 0 : rows.delete({ _id: { $in: ids } });
}
