import { pageSection, page, seoFields } from '@siteninja/contracts';
import { type Infer, pick, s } from '@siteninja/schema';

const credits = s.describe(s.integer({ min: 0 }), 'What it has cost of the plan.');

export const contentRequest = s.object({
  pageType: s.describe(s.label({ max: 60 }), 'What the page is for, such as `about`.'),
  prompt: s.optional(
    s.describe(
      s.string({ max: 4_000 }),
      'A few sentences about the business, which the draft shows as text; those with a web address are left out.',
    ),
  ),
  tone: s.optional(s.describe(s.string({ max: 60 }), 'Not used by the built-in rules.')),
});
export type ContentRequest = Infer<typeof contentRequest>;

export const seoRequest = s.object({ pageId: s.uuid() });

export const pageProposal = s.named(
  'PageProposal',
  s.object({
    page: s.object({
      ...pick(page, 'title', 'slug').fields,
      sections: s.array(pick(pageSection, 'type', 'content')),
    }),
    credits,
  }),
);

export const seoProposal = s.named(
  'SeoProposal',
  s.object({ ...pick(seoFields, 'metaTitle', 'metaDescription', 'keywords').fields, credits }),
);
