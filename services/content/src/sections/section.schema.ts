import { section as contract } from '@siteninja/contracts';
import { type Infer, type InferFields, omit, partial, pick, s, toJsonSchema } from '@siteninja/schema';
import { MAX_SECTIONS } from '../pages/section-list';
import { sectionTypes } from '../section-types';
import { placing, sectionAnswers, sectionInputs } from '../section-types/section-schemas';

/** The contract, with the content of each type of section in its documentation. */
export const section = sectionAnswers('Section', contract);

const newSectionFields = {
  ...placing,
  after: s.optional(s.describe(s.uuid(), 'The id of the section that it comes after.')),
};
export const newSection = sectionInputs('NewSection', newSectionFields);
export type NewSection = Pick<Infer<typeof contract>, 'type' | 'content'> &
  InferFields<typeof newSectionFields>;

export const newSectionJson = {
  ...toJsonSchema(newSection),
  not: { required: ['after', 'sortOrder'], properties: { after: {}, sortOrder: {} } },
};

const changed = s.object({
  type: s.enum(...sectionTypes.keys()),
  ...pick(contract, 'content', 'sectionId', 'sortOrder').fields,
});
export const sectionChange = partial(changed);
export type SectionChange = Infer<typeof sectionChange>;

const { $defs, ...ofOneType } = toJsonSchema(sectionInputs('SectionChange', placing));
/** Content without a type follows the schema of the type that the section has. */
export const sectionChangeJson = {
  anyOf: [
    ofOneType,
    toJsonSchema(partial(omit(changed, 'type'))),
    toJsonSchema(partial(omit(changed, 'content'))),
  ],
  $defs,
};

export const sectionOrder = s.object({ sectionIds: s.array(s.uuid(), { max: MAX_SECTIONS }) });
