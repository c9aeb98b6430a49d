import { tenantCollection } from '@siteninja/mongo';

/**
 * What a tenant's assets take, one row a tenant. `reservedBytes` are the sizes of its pending assets,
 * `usedBytes` those of its ready ones: whatever changes a row of assets changes this one in the same transaction.
 */
export interface StorageUsage {
  usedBytes: number;
  reservedBytes: number;
  /** A projection of the subscription's limits. */
  limitBytes: number;
  /** The event that the limit is from; null as long as it is the default. */
  limitFrom: { subscriptionId: string; version: number; occurredAt: Date } | null;
}

const bytes = { type: Number, required: true };

export const storageUsage = tenantCollection<StorageUsage>({
  name: 'storageUsage',
  fields: {
    usedBytes: bytes,
    reservedBytes: bytes,
    limitBytes: bytes,
    limitFrom: { type: Object, default: null },
  },
  indexes: [
    {
      fields: { tenantId: 1 },
      unique: true,
      serves: 'one a tenant; every upload and deletion',
      conflict: { code: 'storage.exists', field: 'tenantId', message: 'This tenant has its row already.' },
    },
  ],
});
