import { tenantCollection } from '@siteninja/mongo';
import { s } from '@siteninja/schema';

/** What a tenant's assets take, one row a tenant: a transaction that changes which files are kept changes it, too. */
export const storageUsage = tenantCollection({
  name: 'storageUsage',
  fields: {
    /** The sum over `storedFiles`. */
    usedBytes: s.integer(),
    /** What files that have been announced may take at most. */
    reservedBytes: s.integer(),
    /** Whether billing knows of it. */
    isReported: s.default(s.boolean(), false),
    filesLock: s.default(s.integer(), 0),
    /** A projection of the subscription's limits. */
    limitBytes: s.integer(),
    /** The subscription's version that the limit is of; null as long as it is the default. */
    limitFrom: s.nullable(s.object({ id: s.uuid(), version: s.integer() })),
  },
  indexes: [
    { fields: { isReported: 1, tenantId: 1 }, serves: 'what billing is to be told' },
    {
      fields: { tenantId: 1 },
      unique: true,
      serves: 'one row a tenant; every upload and deletion',
      conflict: { code: 'storage.exists', field: 'tenantId' },
    },
  ],
});
