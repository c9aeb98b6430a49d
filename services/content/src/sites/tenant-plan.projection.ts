import { TENANT_STATUSES } from '@siteninja/core';
import { tenantCollection } from '@siteninja/mongo';
import { s } from '@siteninja/schema';

const limit = s.nullable(s.integer({ min: 0 }));

/** The limits that count here; those that plans have had only since are absent in older ones, and then no limit. */
export const contentLimits = s.object({
  pages: limit,
  premiumTemplates: s.boolean(),
  aiCredits: s.optional(limit),
  versions: s.optional(limit),
  releaseDays: s.optional(limit),
});

/** What the tenant's subscription allows here: a projection of billing's resource, one row a tenant. */
export const tenantPlans = tenantCollection({
  name: 'tenantPlans',
  fields: {
    status: s.enum(...TENANT_STATUSES),
    limits: contentLimits,
    /** What the row is of. */
    subscription: s.object({ id: s.uuid(), version: s.integer() }),
  },
  indexes: [{ fields: { tenantId: 1 }, unique: true, serves: 'one a tenant; each page that is made' }],
});
