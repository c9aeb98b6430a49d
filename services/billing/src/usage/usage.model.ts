import { tenantCollection } from '@siteninja/mongo';
import { usage } from './usage.schema';

/** Counters, kept from the events of other services. */
export const usages = tenantCollection({
  name: 'usage',
  fields: usage.fields,
  indexes: [
    { fields: { tenantId: 1 }, unique: true, serves: 'one a tenant; GET /tenants/:tenantId/subscription' },
  ],
});
