import { globalCollection, type RowOf } from '@siteninja/mongo';
import { omit } from '@siteninja/schema';
import { erasure } from './erasure.schema';

/** What is left of tenants that were erased: that they were, and how much of them. */
export const erasures = globalCollection({
  name: 'erasures',
  noun: 'erasure',
  keptWhenErased: true,
  fields: omit(erasure, 'id').fields,
  indexes: [{ fields: { tenantId: 1 }, unique: true, serves: 'one a tenant; the reports of services' }],
});

export type ErasureRow = RowOf<typeof erasures>;
