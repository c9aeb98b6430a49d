import { tenantCollection } from '@siteninja/mongo';
import { s } from '@siteninja/schema';
import { type AssetCtx } from '../context';

/** Whether a tenant is deleted; without a row it is not. */
export const tenantStates = tenantCollection({
  name: 'tenantStates',
  fields: { deleted: s.boolean(), version: s.integer() },
  indexes: [
    { fields: { tenantId: 1 }, unique: true, serves: 'one row a tenant; the delivery of every file' },
  ],
});

export async function isTenantDeleted(ctx: AssetCtx): Promise<boolean> {
  return (await tenantStates.in(ctx).findOne({}))?.deleted ?? false;
}
