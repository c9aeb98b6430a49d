import { pageSection, template as contract, templatePage as contractPage } from '@siteninja/contracts';
import { type InferFields, omit, s } from '@siteninja/schema';
import { sectionAnswers } from '../section-types/section-schemas';

const templatePage = s.object({
  ...contractPage.fields,
  sections: s.array(sectionAnswers('TemplateSection', omit(pageSection, 'id'))),
});

/** The contract, with the content of each type of section in its documentation. */
export const template = s.named(
  'Template',
  s.object({ ...contract.fields, defaultSections: s.array(templatePage) }),
);

export const templateFilters = {
  category: s.optional(s.string({ max: 100 })),
  industry: s.optional(s.string({ max: 100 })),
  isPremium: s.optional(s.boolean()),
};
export type TemplateFilters = InferFields<typeof templateFilters>;
