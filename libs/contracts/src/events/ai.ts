import { s } from '@siteninja/schema';
import { defineEvents } from '../define-events';

/** A proposal that was made for a tenant, without what it says: nothing was changed by it. */
const aiGeneration = s.object({
  id: s.uuid(),
  tenantId: s.uuid(),
  kind: s.enum('content', 'seo'),
  pageId: s.nullable(s.uuid()),
  credits: s.describe(s.integer({ min: 0 }), 'What it has cost of the plan.'),
});

export const aiEvents = defineEvents('ai', aiGeneration, { generated: 'generate' });
