import { tenantCollection } from '@siteninja/mongo';
import { type Fields, s } from '@siteninja/schema';
import { usage } from './usage.schema';

const counter = s.default(s.integer(), 0);

/** Counters, kept from the events of other services. */
export const usages = tenantCollection({
  name: 'usage',
  fields: {
    ...usage.fields,
    users: counter,
    aiCredits: counter,
    customDomains: counter,
    apiRequests: counter,
  } satisfies Fields,
  indexes: [
    { fields: { tenantId: 1 }, unique: true, serves: 'one a tenant; GET /tenants/:tenantId/subscription' },
  ],
});
