import { s } from '@siteninja/schema';
import { defineEvents } from '../define-events';
import { seoFields } from './page';

const SOURCES = ['own', 'page', 'section', 'default'] as const;
const { fields } = seoFields;
const sources = Object.keys(fields).map((name) => [name, s.enum(...SOURCES)] as const);
const text = s.string({ min: 0 });

/** What search engines and link previews are told of a page, and where each value comes from. */
export const pageSeo = s.named(
  'PageSeo',
  s.object({
    tenantId: s.uuid(),
    pageId: s.uuid(),
    metaTitle: text,
    metaDescription: s.nullable(text),
    keywords: fields.keywords,
    ogTitle: text,
    ogDescription: s.nullable(text),
    ogImageAssetId: s.nullable(fields.ogImageAssetId),
    canonicalUrl: fields.canonicalUrl,
    noIndex: fields.noIndex,
    noFollow: fields.noFollow,
    structuredData: s.nullable(fields.structuredData),
    sources: s.describe(
      s.object(Object.fromEntries(sources)),
      'Of each value: said for the page itself (`own`), or following from its title, its sections or its tenant.',
    ),
  }),
);

/** Its resource is the page's SEO, whose id is the page's. */
export const seoEvents = defineEvents('seo', pageSeo, { updated: 'update', reset: 'reset' });
