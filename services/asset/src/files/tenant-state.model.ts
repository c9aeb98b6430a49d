import { tenantCollection } from '@siteninja/mongo';

/** Whether a tenant is deleted: a projection of its events. One without a row is not. */
export const tenantStates = tenantCollection<{ deleted: boolean; version: number }>({
  name: 'tenantStates',
  fields: { deleted: { type: Boolean, required: true }, version: { type: Number, required: true } },
  indexes: [{ fields: { tenantId: 1 }, unique: true, serves: 'one a tenant; the delivery of every file' }],
});
