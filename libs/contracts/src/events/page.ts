import { partial, s } from '@siteninja/schema';
import { defineEvents } from '../define-events';
import { pageSection } from './section';

const PAGE_STATUSES = ['draft', 'published', 'archived'] as const;

/** What can be said of a page to search engines and previews. */
export const seoFields = s.object({
  metaTitle: s.string({ max: 70 }),
  metaDescription: s.string({ max: 160 }),
  keywords: s.array(s.string({ max: 100 }), { max: 50 }),
  ogTitle: s.string({ max: 200 }),
  ogDescription: s.string({ max: 500 }),
  ogImageAssetId: s.uuid(),
  canonicalUrl: s.webAddress(),
  noIndex: s.boolean(),
  noFollow: s.boolean(),
  structuredData: s.anyObject(),
});

/** What a page says for itself; what is absent follows from the page, its sections and its tenant. */
export const seo = s.named('Seo', partial(seoFields));

/** A page of a site: its draft, and whether it is live. */
export const page = s.tenantResource('Page', {
  slug: s.string({
    max: 255,
    pattern: /^[a-z0-9-]+$/,
    must: 'be small letters, digits and hyphens (a-z, 0-9, -)',
  }),
  parentId: s.nullable(s.uuid()),
  path: s.describe(s.string(), 'The slugs joined, `/services/emergency`; `/` for the home page.'),
  title: s.label({ max: 500 }),
  status: s.enum(...PAGE_STATUSES),
  seo,
  template: s.describe(
    s.nullable(s.object({ templateId: s.uuid(), customizations: s.array(s.uuid()) })),
    'What the page was made from, and the ids of the sections that differ by now.',
  ),
  publishedVersion: s.describe(s.nullable(s.integer({ min: 1 })), 'Null while the page is not live.'),
  publishedAt: s.nullable(s.dateTime()),
  scheduledAt: s.nullable(s.dateTime()),
  hasUnpublishedChanges: s.boolean(),
  createdBy: s.nullable(s.uuid()),
  sections: s.describe(s.array(pageSection), 'In their order.'),
});

export const pageEvents = defineEvents('page', page, {
  created: 'create',
  updated: 'update',
  deleted: 'delete',
  restored: 'restore',
  moved: 'move',
  published: 'publish',
  unpublished: 'unpublish',
});
