import { anyObject, flag, type Infer, list, optional, shape, text, uuid } from '@siteninja/schema';

/** What search engines and previews are told of a page; what is absent follows from the page itself. */
export const seo = shape({
  metaTitle: optional(text({ max: 70 })),
  metaDescription: optional(text({ max: 160 })),
  keywords: optional(list(text({ max: 100 }), { max: 50 })),
  ogTitle: optional(text({ max: 200 })),
  ogDescription: optional(text({ max: 500 })),
  ogImageAssetId: optional(uuid()),
  canonicalUrl: optional(text({ max: 2_000, pattern: /^https?:\/\/[^\s\\<>"'`]+$/ })),
  noIndex: optional(flag()),
  noFollow: optional(flag()),
  structuredData: optional(anyObject()),
});

export type Seo = Infer<typeof seo>;
