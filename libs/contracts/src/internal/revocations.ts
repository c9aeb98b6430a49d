import { GATEWAY } from '@siteninja/core';
import { s } from '@siteninja/schema';
import { internalCall } from './call';

/**
 * What gateways must no longer cache of users, sessions, API keys and tenants. Answers overlap by some seconds;
 * `next` is the cursor of the following call. Without a cursor `items` is empty.
 */
export const listRevocations = internalCall({
  service: 'identity',
  method: 'get',
  path: '/internal/revocations',
  summary: 'List the revocations since a cursor',
  callers: [GATEWAY],
  query: s.object({ after: s.optional(s.dateTime()) }),
  answer: s.object({
    items: s.array(s.object({ id: s.string(), what: s.string() }), { max: 100_000 }),
    next: s.dateTime(),
  }),
});
