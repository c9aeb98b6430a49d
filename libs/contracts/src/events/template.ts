import { omit, pick, s } from '@siteninja/schema';
import { defineEvents } from '../define-events';
import { brandingStyle } from './branding';
import { page, seo } from './page';
import { pageSection } from './section';

export const templatePage = s.object({
  ...pick(page, 'slug', 'title').fields,
  sections: s.array(omit(pageSection, 'id')),
  seo: s.optional(seo),
});

/** A whole site to begin with. */
export const template = s.resource('Template', {
  name: s.string({ max: 255 }),
  description: s.nullable(s.string({ min: 0, max: 5_000 })),
  category: s.string({ max: 100 }),
  industry: s.describe(s.nullable(s.string({ max: 255 })), 'The name of an industry.'),
  previewImage: s.nullable(s.string({ max: 2_000 })),
  isPremium: s.boolean(),
  isActive: s.boolean(),
  defaultBranding: brandingStyle,
  defaultSections: s.describe(s.array(templatePage), 'Pages with their sections.'),
  sortOrder: s.integer({ min: 0, max: 1_000_000 }),
});

export const templateEvents = defineEvents('template', template, {
  created: 'create',
  updated: 'update',
  deleted: 'delete',
});
