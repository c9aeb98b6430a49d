import { type Infer, omit, parse, s, Schema } from '@siteninja/schema';
import { type Words } from '../../markup/words';
import { headFields, line, locationId, paragraph, variant } from '../fields';

/** The names of the fields that every form has beside its own, whose names begin with a letter. */
export const TOKEN_FIELD = '_token';
/** Hidden from people: what fills it in is a program. */
export const TRAP_FIELD = '_website';

/** The answer of a box that is ticked; one that is not has none. */
export const TICKED = 'yes';

/** The longest answer that a field takes, in characters. */
export const MAX_ANSWER_LENGTHS = { line: 500, textarea: 5_000 } as const;

const types = ['text', 'email', 'phone', 'textarea', 'select', 'checkbox', 'date'] as const;

const field = s.object({
  name: s.string({
    max: 40,
    pattern: /^[a-z][a-zA-Z0-9_-]*$/,
    must: 'begin with a small letter and go on with letters, digits, - or _ (A-Z, a-z, 0-9)',
  }),
  label: line(80),
  type: s.describe(s.default(s.enum(...types, 'tel'), 'text'), '`tel` is the older name of `phone`.'),
  required: s.default(s.boolean(), false),
  options: s.describe(
    s.optional(s.array(line(120), { min: 1, max: 50, unique: true })),
    'What a `select` offers; only there.',
  ),
});
type StoredField = Infer<typeof field>;

/** The rule across fields that a list of choices has choices, and nothing else has. */
const fieldWithItsOptions = new Schema<StoredField>(
  field.joi.custom((value: StoredField, helpers) =>
    (value.type === 'select') === (value.options !== undefined)
      ? value
      : helpers.message({ custom: '{{#label}} must have options if its type is select, and only then' }),
  ),
);

export const formContent = s.object({
  ...headFields(),
  fields: s.describe(
    s.default(s.array(fieldWithItsOptions, { max: 20, unique: 'name' }), []),
    'Without any the form asks for name, email and message, in the language of the site.',
  ),
  locationId: locationId(),
  submitLabel: s.optional(line(60)),
  variant: s.describe(variant('columns', 'centered'), 'The form beside the heading, or below it.'),
  notify: s.describe(
    s.optional(s.email()),
    "Who gets a mail of each submission instead of the tenant's contact address. Visitors never see it.",
  ),
  thanks: s.describe(s.optional(paragraph(600)), 'What visitors read after they have sent the form.'),
});
export type FormContent = Infer<typeof formContent>;

/** A field as it is checked and shown. */
export const formField = s.named(
  'FormField',
  s.object({ ...omit(field, 'type').fields, type: s.enum(...types) }),
);
export type FormField = Readonly<Infer<typeof formField>>;

/** The fields that a form asks for. */
export function formFields({ fields }: Pick<FormContent, 'fields'>, words: Words): readonly FormField[] {
  if (fields.length > 0) {
    return fields.map((each) => ({ ...each, type: each.type === 'tel' ? 'phone' : each.type }));
  }
  return [
    { name: 'name', label: words.formName, type: 'text', required: true },
    { name: 'email', label: words.formEmail, type: 'email', required: true },
    { name: 'message', label: words.formMessage, type: 'textarea', required: true },
  ];
}

/** A stored form as it is checked and shown. */
export type Form = Omit<FormContent, 'fields'> & { readonly fields: readonly FormField[] };

/** Undefined where the content is not valid. */
export function readForm(content: unknown, words: Words): Form | undefined {
  const result = parse(formContent, content);
  if (!('value' in result)) return undefined;
  return { ...result.value, fields: formFields(result.value, words) };
}
