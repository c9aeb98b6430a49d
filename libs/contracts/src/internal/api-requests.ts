import { GATEWAY } from '@siteninja/core';
import { s } from '@siteninja/schema';
import { internalCall } from './call';

/** A batch has at most so many items. */
export const MAX_API_REQUEST_ITEMS = 100;

const ofTenant = {
  tenantId: s.uuid(),
  month: s.describe(s.string({ pattern: /^\d{4}-\d{2}$/, must: 'be a month' }), 'In UTC, such as `2026-03`.'),
};

/**
 * Adds to what was counted before; an item of nothing just asks. A batch that has been counted already, as its id
 * tells, changes nothing.
 */
export const countApiRequests = internalCall({
  service: 'billing',
  method: 'post',
  path: '/internal/api-requests',
  summary: 'Count the requests of API keys by tenant, and read how many the plans allow',
  callers: [GATEWAY],
  body: s.object({
    batchId: s.uuid(),
    items: s.array(s.object({ ...ofTenant, count: s.integer({ min: 0 }) }), { max: MAX_API_REQUEST_ITEMS }),
  }),
  answer: s.object({
    items: s.array(
      s.object({
        ...ofTenant,
        used: s.integer({ min: 0 }),
        limit: s.describe(s.nullable(s.integer({ min: 0 })), 'Null is no limit.'),
      }),
    ),
  }),
});
