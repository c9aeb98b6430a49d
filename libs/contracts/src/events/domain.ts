import { s } from '@siteninja/schema';

/** A host by which a tenant's site is found, or is claimed to be. */
export const domain = s.tenantResource('Domain', {
  domain: s.describe(s.string({ max: 253 }), 'Lower case, punycode, without port.'),
  isSubdomain: s.describe(s.boolean(), 'Whether the platform gave it, with the tenant.'),
  isVerified: s.boolean(),
  isPrimary: s.boolean(),
  dnsConfigured: s.boolean(),
  sslEnabled: s.boolean(),
  verifiedAt: s.nullable(s.dateTime()),
  lastCheckedAt: s.nullable(s.dateTime()),
  verificationToken: s.nullable(s.string()),
  dnsRecords: s.describe(
    s.array(s.object({ type: s.enum('TXT', 'CNAME'), name: s.string(), value: s.string() })),
    'What to set, so that the domain can be verified and leads here.',
  ),
});
