import { type Infer, s } from '@siteninja/schema';

/** What search engines and previews are told of a page; what is absent follows from the page itself. */
export const seo = s.object({
  metaTitle: s.optional(s.string({ max: 70 })),
  metaDescription: s.optional(s.string({ max: 160 })),
  keywords: s.optional(s.array(s.string({ max: 100 }), { max: 50 })),
  ogTitle: s.optional(s.string({ max: 200 })),
  ogDescription: s.optional(s.string({ max: 500 })),
  ogImageAssetId: s.optional(s.uuid()),
  canonicalUrl: s.optional(s.string({ max: 2_000, pattern: /^https?:\/\/[^\s\\<>"'`]+$/ })),
  noIndex: s.optional(s.boolean()),
  noFollow: s.optional(s.boolean()),
  structuredData: s.optional(s.anyObject()),
});

export type Seo = Infer<typeof seo>;
