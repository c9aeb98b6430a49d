import { tenantCollection } from '@siteninja/mongo';
import { s } from '@siteninja/schema';

/**
 * What a tenant's assets take, one row a tenant. `reservedBytes` are the files of its pending assets, `usedBytes`
 * those of its ready ones: a transaction that changes a row of assets also changes this one.
 */
export const storageUsage = tenantCollection({
  name: 'storageUsage',
  fields: {
    usedBytes: s.integer(),
    reservedBytes: s.integer(),
    /** A projection of the subscription's limits. */
    limitBytes: s.integer(),
    /** The subscription's version that the limit is of; null as long as it is the default. */
    limitFrom: s.nullable(s.object({ id: s.uuid(), version: s.integer() })),
  },
  indexes: [
    {
      fields: { tenantId: 1 },
      unique: true,
      serves: 'one row a tenant; every upload and deletion',
      conflict: { code: 'storage.exists', field: 'tenantId' },
    },
  ],
});
