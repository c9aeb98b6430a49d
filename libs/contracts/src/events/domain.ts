import { s } from '@siteninja/schema';
import { defineEvents } from '../define-events';

const check = s.object({
  record: s.describe(s.string(), 'Type and name, such as `TXT _siteninja-challenge.harbor.example`.'),
  expected: s.string(),
  found: s.array(s.string({ min: 0 }), { max: 100 }),
  ok: s.boolean(),
  hint: s.describe(s.string({ min: 0 }), 'What to do about it; empty where it is as it should be.'),
});

/** `external` where certificates are the business of whatever stands before the platform, or cover all subdomains. */
export const domainCertificate = s.object({
  status: s.enum('none', 'pending', 'issued', 'failed', 'external'),
  expiresAt: s.describe(s.nullable(s.dateTime()), 'It is renewed long before.'),
  error: s.describe(
    s.nullable(s.string({ max: 500 })),
    'Why the last try failed; it is tried again by itself. One that is `issued` is good nevertheless. While it is `pending`, why it is ordered later, and when.',
  ),
});

/** A host by which a tenant's site is found, or is claimed to be. */
export const domain = s.tenantResource('Domain', {
  domain: s.describe(s.string({ max: 253 }), 'Lower case, punycode, without port.'),
  isSubdomain: s.describe(s.boolean(), 'Whether the platform gave it, with the tenant.'),
  isVerified: s.boolean(),
  isPrimary: s.describe(s.boolean(), 'Whether the other domains of the tenant redirect to it.'),
  dnsConfigured: s.describe(s.boolean(), 'Whether the domain led here when it was checked last.'),
  sslEnabled: s.describe(s.boolean(), 'Whether the site answers there by HTTPS.'),
  certificate: domainCertificate,
  verifiedAt: s.nullable(s.dateTime()),
  lastCheckedAt: s.nullable(s.dateTime()),
  nextCheckAt: s.describe(s.nullable(s.dateTime()), 'When DNS is asked again without being told to.'),
  verificationToken: s.nullable(s.string()),
  dnsRecords: s.describe(
    s.array(s.object({ type: s.enum('TXT', 'CNAME'), name: s.string(), value: s.string() })),
    'What to set, so that the domain can be verified and leads here.',
  ),
  checks: s.describe(s.array(check), 'What DNS said of these records when it was asked last.'),
});

export const domainEvents = defineEvents('domain', domain, {
  added: 'add',
  verified: 'verify',
  removed: 'remove',
});
