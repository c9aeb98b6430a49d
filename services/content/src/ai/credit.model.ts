import { tenantCollection } from '@siteninja/mongo';
import { s } from '@siteninja/schema';

/** What a tenant has used of its AI credits, by month. */
export const aiCredits = tenantCollection({
  name: 'aiCredits',
  fields: {
    /** In UTC, such as `2026-03`. */
    month: s.string(),
    used: s.integer(),
  },
  indexes: [{ fields: { tenantId: 1, month: 1 }, unique: true, serves: 'each proposal that is made' }],
});
