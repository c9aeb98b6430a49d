import { tenantCollection } from '@siteninja/mongo';

/** What a tenant uses of its plan: a projection of the events of other services. */
export interface Usage {
  pages: number;
  storageBytes: number;
}

export const usages = tenantCollection<Usage>({
  name: 'usage',
  fields: {
    pages: { type: Number, default: 0 },
    storageBytes: { type: Number, default: 0 },
  },
  indexes: [
    { fields: { tenantId: 1 }, unique: true, serves: 'one a tenant; GET /tenants/:tenantId/subscription' },
  ],
});
