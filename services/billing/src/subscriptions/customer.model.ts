import { tenantCollection } from '@siteninja/mongo';
import { s } from '@siteninja/schema';

/** Whom a provider knows a tenant as, from the moment that it is told of it: also one that has never paid. */
export const customers = tenantCollection({
  name: 'customers',
  fields: {
    /** Null while it is being made: a process that has ended may have made it, and not have written it down. */
    customerId: s.nullable(s.string()),
  },
  indexes: [{ fields: { tenantId: 1 }, unique: true, serves: 'one customer a tenant' }],
});
