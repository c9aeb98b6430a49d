import { pageSection } from '@siteninja/contracts';
import { type Fields, type Infer, type ObjectSchema, omit, s, Schema } from '@siteninja/schema';
import { type SectionType } from './section-type';
import { sectionTypes } from '.';

/** A part of a page. Its `id` is ours and never used again. */
export type Section = Infer<typeof pageSection>;

/** A section in a request; its content has passed the schema of its type. */
export type SectionInput = Pick<Section, 'type' | 'content'> &
  Partial<Pick<Section, 'id' | 'sectionId' | 'sortOrder' | 'schemaVersion'>>;

/** What a request may say of a section besides its type and content. */
export const placing = {
  sectionId: s.optional(pageSection.fields.sectionId),
  sortOrder: s.optional(pageSection.fields.sortOrder),
};

/**
 * The schema of a section in a request: its type, the content of that type in its newest form, and the given fields.
 * Checking also sanitises rich text and fills in defaults.
 * @param name what documents call it: `NewSection`
 */
export function sectionInputs<F extends Fields>(name: string, fields: F) {
  return unionOf(name, 'ContentInput', ({ version }) => ({
    ...fields,
    schemaVersion: s.optional(newestOnly(version)),
  }));
}

/**
 * The schema of a section in an answer. It documents the content of each type, and checks no content: what is stored
 * may be of a type that is no longer offered.
 */
export function sectionAnswers<F extends Fields>(name: string, schema: ObjectSchema<F>): ObjectSchema<F> {
  const fields: ObjectSchema<Fields> = schema;
  return s.documentedAs(
    schema,
    unionOf(name, 'Content', () => omit(fields, 'type', 'content').fields),
  );
}

/** Content that a client has kept since before its type changed is refused rather than misread. */
function newestOnly(version: number): Schema<number> {
  const { joi } = s.integer({ min: 1 });
  return new Schema(
    joi.custom((value: number, helpers) =>
      value === version
        ? value
        : helpers.message({
            custom: `{{#label}} must be ${version}: read the section again, in its newest form`,
          }),
    ),
  );
}

function unionOf<F extends Fields>(name: string, contentName: string, fieldsOf: (type: SectionType) => F) {
  const memberOf = (sectionType: SectionType) => {
    const { type, content } = sectionType;
    const prefix = pascal(type);
    const named = s.named(`${prefix}${contentName}`, content);
    return s.named(
      `${prefix}${name}`,
      s.object({ ...fieldsOf(sectionType), type: s.enum(type), content: named }),
    );
  };
  const members = [...sectionTypes].map(([type, whole]) => [type, memberOf(whole)] as const);
  return s.named(name, s.union('type', Object.fromEntries(members)));
}

/** `contact-form` → `ContactForm`. */
function pascal(type: string): string {
  return type.replace(/(^|-)([a-z])/g, (_match, _dash, letter: string) => letter.toUpperCase());
}
