import { PERMISSIONS } from '@siteninja/core';
import { s } from '@siteninja/schema';
import { defineEvents } from '../define-events';

/** A key by which a program calls the API in one tenant. The key itself is shown once, when it is created. */
export const apiKey = s.tenantResource('ApiKey', {
  name: s.string({ max: 255 }),
  keyPrefix: s.describe(s.string(), 'The first characters of the key, by which people tell keys apart.'),
  previousKeyExpiresAt: s.describe(
    s.nullable(s.dateTime()),
    'Until then the key from before the last rotation works too.',
  ),
  permissions: s.array(s.enum(...PERMISSIONS), { min: 1, max: PERMISSIONS.length, unique: true }),
  rateLimit: s.describe(s.default(s.integer({ min: 1, max: 1_000_000 }), 1_000), 'Requests an hour.'),
  lastUsedAt: s.nullable(s.dateTime()),
  expiresAt: s.default(s.nullable(s.dateTime()), null),
  isActive: s.boolean(),
  revokedAt: s.nullable(s.dateTime()),
  createdBy: s.uuid(),
});

export const apiKeyEvents = defineEvents('api_key', apiKey, {
  created: 'create',
  updated: 'update',
  rotated: 'rotate',
  revoked: 'revoke',
});
