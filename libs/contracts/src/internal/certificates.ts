import { GATEWAY } from '@siteninja/core';
import { s } from '@siteninja/schema';
import { internalCall } from './call';

/** For the authority that looks whether a tenant's domain leads here (RFC 8555 §8.3). */
export const getAcmeChallenge = internalCall({
  service: 'tenant',
  method: 'get',
  path: '/internal/acme-challenges/:token',
  summary: 'Read what proves to a certificate authority that a domain leads here',
  callers: [GATEWAY],
  answer: s.object({ keyAuthorization: s.nullable(s.string({ max: 1_000 })) }),
});

/** With the private key, for whoever ends TLS. */
export const getCertificate = internalCall({
  service: 'tenant',
  method: 'get',
  path: '/internal/certificates',
  summary: 'Read the certificate of a host, and its private key',
  callers: [GATEWAY],
  query: s.object({ host: s.string({ max: 300 }) }),
  answer: s.object({
    certificate: s.nullable(
      s.object({
        chain: s.describe(s.string({ max: 100_000 }), "PEM, the host's own first."),
        privateKey: s.describe(s.string({ max: 10_000 }), 'PEM.'),
        expiresAt: s.dateTime(),
      }),
    ),
  }),
});
