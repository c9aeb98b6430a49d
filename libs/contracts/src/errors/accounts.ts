import { entry, type ErrorEntry, notFound } from './entry';

export const ACCOUNT_ERRORS = {
  'user.email_taken': entry('conflict', 'There is already an account with this email.', 'Sign in instead.'),
  'user.not_found': notFound('user'),
  'session.not_found': notFound('session'),
  'api_key.not_found': notFound('API key'),
  'api_key.permissions_exceeded': entry(
    'forbidden',
    'A key cannot have permissions that its creator lacks, nor, where a key makes it, a higher rate or a later end than that key. `details` names them.',
    'Ask for fewer permissions, a lower rate, or an earlier end.',
  ),
  'api_key.ended': entry('conflict', 'The key is revoked or expired, and stays so.', 'Create a new key.'),
  'api_key.limit_reached': entry(
    'conflict',
    'The tenant has as many active keys as it can have.',
    'Revoke keys that are not used any more: `lastUsedAt` tells them.',
  ),
  'audit_log.not_found': notFound('audit entry'),
  'webhook.not_found': notFound('webhook'),
  'webhook.inactive': entry(
    'conflict',
    'The webhook is not active, so nothing is delivered to it.',
    'Make it active first: PUT with isActive true.',
  ),
  'delivery.not_found': notFound('delivery'),
  'event.expired': entry(
    'gone',
    'What follows this sequence is no longer kept: events stay in the feed for 30 days. `details` names the oldest.',
    'Read the resources anew, then go on from the oldest event.',
  ),
} as const satisfies Record<string, ErrorEntry>;
