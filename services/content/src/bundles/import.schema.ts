import { page, pageSection } from '@siteninja/contracts';
import { FONT_CHOICES } from '@siteninja/fonts';
import { type Infer, pick, s } from '@siteninja/schema';
import { siteBranding } from '../markup/site';
import { MAX_SECTIONS } from '../pages/section-list';
import { placing, sectionInputs } from '../section-types/section-schemas';

/** A line of `pages.ndjson`, its sections in the newest form of their types. */
export const pageInput = s.object({
  ...pick(page, 'id', 'parentId', 'slug', 'title', 'seo').fields,
  sections: s.array(sectionInputs('ImportedSection', { ...placing, id: s.uuid() }), { max: MAX_SECTIONS }),
});
export type PageInput = Infer<typeof pageInput>;

/** A page that has passed the rules of pages. Its sections have the ids that they get, and name those that they had. */
export const checkedPage = s.object({
  ...pick(page, 'slug', 'title', 'seo').fields,
  formerId: page.fields.id,
  line: s.integer(),
  sections: s.array(s.object({ ...pageSection.fields, formerId: s.uuid() })),
});
export type CheckedPage = Infer<typeof checkedPage>;

/** A page as it is written. */
export const newDraft = s.object(
  pick(page, 'id', 'parentId', 'slug', 'path', 'title', 'seo', 'sections').fields,
);
export type NewDraft = Infer<typeof newDraft>;

const font = s.enum(...FONT_CHOICES);
export const brandingLine = s.object({ ...siteBranding.fields, fontFamily: font, headingFontFamily: font });

const count = s.integer({ min: 0 });

export const siteImport = s.named(
  'SiteImport',
  s.object({
    isDryRun: s.describe(s.boolean(), 'Whether it was only checked, and nothing was changed.'),
    pages: count,
    navigationItems: count,
    redirects: count,
    assets: count,
    warnings: s.describe(
      s.array(s.object({ field: s.string(), message: s.string() })),
      'What leads to nothing that is in the bundle, by entry, line and field; the first hundred.',
    ),
    warningCount: count,
  }),
);
export type SiteImport = Infer<typeof siteImport>;
