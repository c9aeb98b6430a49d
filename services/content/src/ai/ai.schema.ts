import { pageSection, page, seoFields } from '@siteninja/contracts';
import { type Infer, pick, s } from '@siteninja/schema';

const credits = s.describe(s.integer({ min: 0 }), 'What it has cost of the plan.');

export const contentRequest = s.object({
  pageType: s.describe(s.label({ max: 60 }), 'What the page is for, such as `about`.'),
  prompt: s.optional(
    s.describe(
      s.string({ max: 4_000 }),
      'What the page is to say. The built-in rules show it as text, without sentences that have a web address.',
    ),
  ),
  tone: s.optional(s.describe(s.string({ max: 60 }), 'Not used by the built-in rules.')),
});
export type ContentRequest = Infer<typeof contentRequest>;

export const rewriteRequest = s.object({
  pageId: s.uuid(),
  sectionId: s.describe(s.uuid(), "The section's `id`."),
  instruction: s.describe(
    s.label({ max: 4_000 }),
    'What is to be changed, such as `Make it shorter` or `Replace "vans" with "cars"`.',
  ),
});
export type RewriteRequest = Infer<typeof rewriteRequest>;

export const seoRequest = s.object({ pageId: s.uuid() });

export const pageProposal = s.named(
  'PageProposal',
  s.object({
    page: s.object({
      ...pick(page, 'title', 'slug').fields,
      sections: s.array(pick(pageSection, 'sectionId', 'type', 'content')),
    }),
    credits,
  }),
);

export const seoProposal = s.named(
  'SeoProposal',
  s.object({ ...pick(seoFields, 'metaTitle', 'metaDescription', 'keywords').fields, credits }),
);

export const rewriteProposal = s.named(
  'RewriteProposal',
  s.object({
    ...pick(pageSection, 'content').fields,
    diff: s.array(
      s.object({
        path: s.describe(
          s.string({ min: 0 }),
          'Where in `content`: a JSON Pointer (RFC 6901) such as `/items/0/text`.',
        ),
        before: s.describe(s.unknown(), 'Null where there was nothing.'),
        after: s.describe(s.unknown(), 'Null where there is nothing any more.'),
      }),
      { max: 10_000 },
    ),
    credits,
  }),
);
