import { tenantCollection } from '@siteninja/mongo';
import { type Fields, omit, s } from '@siteninja/schema';
import { usage } from './usage.schema';

const counter = s.default(s.integer(), 0);

/** Counters, kept from the events of other services. */
export const usages = tenantCollection({
  name: 'usage',
  fields: {
    ...omit(usage, 'storageBytes', 'aiCredits', 'customDomains', 'apiRequests').fields,
    users: counter,
    /** Names that were claimed; the `www` of an apex comes with it and is none of them. */
    customDomains: s.default(s.array(s.string()), []),
  } satisfies Fields,
  indexes: [
    { fields: { tenantId: 1 }, unique: true, serves: 'one a tenant; GET /tenants/:tenantId/subscription' },
  ],
});

/** What the asset service keeps, as it has said last. */
export const storageUsages = tenantCollection({
  name: 'reportedStorage',
  fields: { storageBytes: s.integer({ min: 0 }), version: s.integer({ min: 1 }) },
  indexes: [
    { fields: { tenantId: 1 }, unique: true, serves: 'one a tenant; GET /tenants/:tenantId/subscription' },
  ],
});

/** AI credits by the month that they were taken from, as the events of content name it. */
export const aiUsages = tenantCollection({
  name: 'aiUsage',
  fields: {
    /** In UTC, such as `2026-03`. */
    month: s.string(),
    credits: s.integer({ min: 0 }),
  },
  indexes: [
    {
      fields: { tenantId: 1, month: 1 },
      unique: true,
      serves: 'one a month; GET /tenants/:tenantId/subscription',
    },
  ],
});

/** Requests by API keys, by the month that the gateways have counted them in. */
export const apiRequestUsages = tenantCollection({
  name: 'apiRequestUsage',
  fields: {
    /** In UTC, such as `2026-03`. */
    month: s.string(),
    count: s.integer({ min: 0 }),
  },
  indexes: [
    {
      fields: { tenantId: 1, month: 1 },
      unique: true,
      serves: 'one a month; GET /tenants/:tenantId/subscription',
    },
  ],
});
