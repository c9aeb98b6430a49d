import { type RowOf, tenantCollection } from '@siteninja/mongo';
import { omit } from '@siteninja/schema';
import { domain } from './domain.schema';

export const domains = tenantCollection({
  name: 'domains',
  noun: 'domain',
  fields: omit(domain, 'dnsRecords').fields,
  indexes: [
    {
      fields: { domain: 1 },
      unique: true,
      where: { isVerified: true },
      serves: 'a domain is verified for one tenant at most, however many claim it',
      conflict: {
        code: 'domain.taken',
        field: 'domain',
      },
    },
    { fields: { tenantId: 1, createdAt: -1 }, serves: 'GET /tenants/:tenantId/domains' },
  ],
});

export type DomainRow = RowOf<typeof domains>;
