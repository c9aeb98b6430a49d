import { s } from '@siteninja/schema';
import { defineEvents } from '../define-events';

/** A line of business that a tenant can choose. */
export const industry = s.resource('Industry', {
  name: s.string({ max: 255 }),
  description: s.default(s.nullable(s.string({ max: 1_000 })), null),
  icon: s.default(s.nullable(s.string({ max: 100 })), null),
  sortOrder: s.default(s.integer({ min: 0, max: 1_000_000 }), 0),
  isActive: s.default(s.boolean(), true),
});

export const industryEvents = defineEvents('industry', industry, {
  created: 'create',
  updated: 'update',
  deleted: 'delete',
});
