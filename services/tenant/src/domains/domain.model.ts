import { domain } from '@siteninja/contracts';
import { type RowOf, tenantCollection } from '@siteninja/mongo';
import { omit, s } from '@siteninja/schema';

export const domains = tenantCollection({
  name: 'domains',
  noun: 'domain',
  fields: {
    ...omit(domain, 'dnsRecords', 'sslEnabled').fields,
    /** Null before the first order of one. */
    certificate: s.default(s.nullable(domain.fields.certificate), null),
    checks: s.default(domain.fields.checks, []),
    nextCheckAt: s.default(domain.fields.nextCheckAt, null),
    /** The domain whose TXT record proves this one: an apex proves its `www` too. Null where it is the domain itself. */
    provenBy: s.default(s.nullable(s.string()), null),
    /** Since when the proof of a verified domain has been missing. */
    proofMissingSince: s.default(s.nullable(s.dateTime()), null),
  },
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
    {
      fields: { tenantId: 1, domain: 1 },
      unique: true,
      serves: 'a tenant claims a domain once',
      conflict: { code: 'domain.already_added', field: 'domain' },
    },
    { fields: { tenantId: 1, createdAt: -1 }, serves: 'GET /tenants/:tenantId/domains' },
    {
      fields: { provenBy: 1, nextCheckAt: 1 },
      serves: 'the domains that are to be checked again',
    },
  ],
});

export type DomainRow = RowOf<typeof domains>;
