import { s } from '@siteninja/schema';
import { defineEvents } from '../define-events';
import { pageSection } from './section';

const PAGE_STATUSES = ['draft', 'published', 'archived'] as const;

/** What search engines and previews are told of a page; what is absent follows from the page itself. */
export const seo = s.named(
  'Seo',
  s.object({
    metaTitle: s.optional(s.string({ max: 70 })),
    metaDescription: s.optional(s.string({ max: 160 })),
    keywords: s.optional(s.array(s.string({ max: 100 }), { max: 50 })),
    ogTitle: s.optional(s.string({ max: 200 })),
    ogDescription: s.optional(s.string({ max: 500 })),
    ogImageAssetId: s.optional(s.uuid()),
    canonicalUrl: s.optional(s.webAddress()),
    noIndex: s.optional(s.boolean()),
    noFollow: s.optional(s.boolean()),
    structuredData: s.optional(s.anyObject()),
  }),
);

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
