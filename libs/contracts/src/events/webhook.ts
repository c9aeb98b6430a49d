import { s } from '@siteninja/schema';
import { defineEvents } from '../define-events';

/** An address that is told of what happens in a tenant. Its secret is shown once, when it is made or rotated. */
export const webhook = s.tenantResource('Webhook', {
  url: s.describe(
    s.webAddress(),
    'https; http, and private addresses, only where the operator allows the host.',
  ),
  events: s.describe(
    s.array(s.string({ max: 100 }), { min: 1, max: 500, unique: true }),
    'Types of events, or `*` for all; GET /webhooks/event-types lists them.',
  ),
  resourceIds: s.describe(
    s.default(s.array(s.uuid(), { max: 100, unique: true }), []),
    'Only what happens to these resources; empty for all.',
  ),
  description: s.default(s.nullable(s.string({ max: 1_000 })), null),
  signature: s.describe(
    s.default(s.enum('v1', 'v1a'), 'v1'),
    'Of Standard Webhooks: HMAC-SHA256 with the secret, or Ed25519, verified with `publicKey`.',
  ),
  payload: s.describe(
    s.default(s.enum('full', 'thin'), 'full'),
    'Whether `data` is the resource, or only says which one: `type`, `id` and `version`.',
  ),
  maxFailures: s.describe(
    s.default(s.nullable(s.integer({ min: 1, max: 1_000 })), null),
    'Disabled after so many failed attempts in a row; without it, and with it, after 5 days without a success.',
  ),
  retryBackoff: s.describe(
    s.default(s.nullable(s.integer({ min: 1, max: 86_400 })), null),
    'Seconds before the first retry, doubled each time up to 24 h; null: 5 s, 5 m, 30 m, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h.',
  ),
  isActive: s.describe(
    s.default(s.boolean(), true),
    'An inactive one is told of nothing; POST …/replay delivers what it missed.',
  ),
  disabledReason: s.describe(
    s.nullable(s.string({ max: 20 })),
    'Why it was made inactive: `failures` (`maxFailures` reached), `no_success` (for 5 days) or `gone` (an answer of 410).',
  ),
  publicKey: s.describe(s.string(), 'Verifies signatures `v1a`; `whpk_` and an Ed25519 key in base64.'),
  lastTriggeredAt: s.nullable(s.dateTime()),
  lastStatusCode: s.describe(s.nullable(s.integer()), 'Null also where there was no answer.'),
  failureCount: s.describe(s.integer({ min: 0 }), 'Failed attempts since the last success.'),
});

export const webhookEvents = defineEvents('webhook', webhook, {
  created: 'create',
  updated: 'update',
  deleted: 'delete',
  disabled: 'disable',
  secret_rotated: 'secret_rotate',
});
