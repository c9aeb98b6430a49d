import { page as contract, pageSection, seo } from '@siteninja/contracts';
import { type Infer, type InferFields, omit, partial, pick, s } from '@siteninja/schema';
import { placing, sectionAnswers, sectionInputs } from '../section-types/section-schemas';
import { MAX_SECTIONS } from './section-list';

/** The contract, with the content of each type of section in its documentation. */
export const page = s.named(
  'Page',
  s.object({ ...contract.fields, sections: s.array(sectionAnswers('PageSection', pageSection)) }),
);
export type PageStatus = Infer<typeof page>['status'];

/** A page as lists show it: without its sections, unless they are asked for. */
export const pageSummary = s.named(
  'PageSummary',
  s.object({
    ...omit(page, 'sections').fields,
    sectionCount: s.optional(s.integer()),
    sections: s.optional(page.fields.sections),
  }),
);

export const newPage = s.object({
  ...pick(page, 'slug', 'title').fields,
  status: s.optional(page.fields.status),
  parentId: s.optional(page.fields.parentId),
  templateId: s.optional(s.nullable(s.uuid())),
  sections: s.optional(s.array(sectionInputs('NewPageSection', placing), { max: MAX_SECTIONS })),
  seo: s.optional(s.nullable(seo)),
});
export type NewPage = Infer<typeof newPage>;

export const pageChange = partial(
  s.object({
    ...pick(page, 'title', 'status', 'parentId').fields,
    sections: s.array(sectionInputs('PageSectionChange', { ...placing, id: s.optional(s.uuid()) }), {
      max: MAX_SECTIONS,
    }),
  }),
);
export type PageChange = Infer<typeof pageChange>;

export const pagePlace = partial(pick(page, 'slug', 'parentId'));
export type PagePlace = Infer<typeof pagePlace>;

export const pageFilters = {
  status: s.optional(page.fields.status),
  slug: s.optional(s.string({ max: 255 })),
  parentId: s.optional(s.uuid()),
  templateId: s.optional(s.uuid()),
  search: s.optional(s.string({ max: 255 })),
  include: s.optional(s.enum('sections')),
};
export type PageFilters = InferFields<typeof pageFilters>;

export const versionQuery = s.object({
  version: s.optional(
    s.string({
      max: 10,
      pattern: /^(published|[1-9][0-9]*)$/,
      must: 'be `published` or the number of a version',
    }),
  ),
});

/** A page as it was published once; never changed. */
export const pageVersion = s.tenantResource('PageVersion', {
  pageId: s.uuid(),
  number: s.integer({ min: 1 }),
  ...pick(page, 'slug', 'path', 'title', 'seo', 'sections').fields,
  checksum: s.describe(s.string(), 'Equal for equal title, sections and SEO.'),
  publishedAt: s.dateTime(),
  publishedBy: s.nullable(s.uuid()),
  note: s.nullable(s.string()),
});

/** A version as lists show it. */
export const versionSummary = s.named('PageVersionSummary', omit(pageVersion, 'sections', 'seo'));
