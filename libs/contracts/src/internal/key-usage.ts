import { GATEWAY } from '@siteninja/core';
import { s } from '@siteninja/schema';
import { internalCall } from './call';

/** How often an API key got one kind of answer on one day. */
export const keyUsage = s.named(
  'ApiKeyUsage',
  s.object({
    endpoint: s.describe(s.string({ max: 200 }), 'The route, such as `/tenants/:tenantId/pages/:pageId`.'),
    method: s.string({ max: 10 }),
    statusCode: s.integer({ min: 100, max: 599 }),
    day: s.describe(s.string({ pattern: /^\d{4}-\d{2}-\d{2}$/, must: 'be a day' }), 'In UTC.'),
    count: s.integer({ min: 1 }),
  }),
);

/** A batch has at most so many items. */
export const MAX_KEY_USAGE_ITEMS = 200;

/** Adds to what was counted before. A batch that has been counted already, as its id tells, changes nothing. */
export const countKeyUsage = internalCall({
  service: 'identity',
  method: 'post',
  path: '/internal/key-usage',
  summary: 'Count the requests of API keys',
  callers: [GATEWAY],
  body: s.object({
    batchId: s.uuid(),
    items: s.array(s.object({ apiKeyId: s.string(), ...keyUsage.fields }), { max: MAX_KEY_USAGE_ITEMS }),
  }),
  answer: s.object({}),
});
