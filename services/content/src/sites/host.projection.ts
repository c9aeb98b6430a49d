import { globalCollection } from '@siteninja/mongo';
import { s } from '@siteninja/schema';

/** Which host shows whose site, from the verified domains in the tenant service's events. */
export const hosts = globalCollection({
  name: 'hosts',
  fields: { host: s.string(), tenantId: s.uuid() },
  indexes: [
    { fields: { host: 1 }, unique: true, serves: 'whose site a visitor asks for' },
    { fields: { tenantId: 1 }, serves: 'the hosts of a tenant, when its site changes' },
  ],
});
