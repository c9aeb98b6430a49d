import { tenantCollection } from '@siteninja/mongo';
import { s } from '@siteninja/schema';

/** Whether a tenant is deleted; without a row it is not. */
export const tenantStates = tenantCollection({
  name: 'tenantStates',
  fields: { deleted: s.boolean(), version: s.integer() },
  indexes: [
    { fields: { tenantId: 1 }, unique: true, serves: 'one row a tenant; the delivery of every file' },
  ],
});
