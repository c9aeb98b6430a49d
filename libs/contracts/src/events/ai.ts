import { s } from '@siteninja/schema';
import { defineEvents } from '../define-events';

/** A proposal that was made for a tenant, without what it says: nothing was changed by it. */
export const aiGeneration = s.object({
  id: s.uuid(),
  tenantId: s.uuid(),
  kind: s.enum('content', 'rewrite', 'seo'),
  pageId: s.nullable(s.uuid()),
  credits: s.describe(s.integer({ min: 0 }), 'What it has cost of the plan.'),
  month: s.describe(s.string(), 'The month that the credits were taken from, in UTC, such as `2026-03`.'),
});

export const aiEvents = defineEvents('ai', aiGeneration, { generated: 'generate' });
