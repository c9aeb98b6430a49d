import { type Joi } from './extended-joi';
import { type Schema } from './schema';
import { type JsonPath } from './text';

export type FieldError = {
  field: string;
  message: string;
};

/** Errors that one answer lists, whatever the input. */
export const MAX_FIELD_ERRORS = 50;

/**
 * Naming every fault means checking everything, and joi takes microseconds for each error: in larger input only
 * the first fault is named. A value counts as one, and so does each run of this many characters of text.
 */
const MAX_EXPLAINED_VALUES = 5_000;
const CHARACTERS_PER_VALUE = 40;

function isExplained(root: unknown): boolean {
  const pending = [root];
  let size = 0;
  while (pending.length > 0) {
    const value = pending.pop();
    size += typeof value === 'string' ? 1 + value.length / CHARACTERS_PER_VALUE : 1;
    if (size + pending.length > MAX_EXPLAINED_VALUES) return false;
    if (typeof value === 'object' && value !== null)
      for (const item of Object.values(value)) pending.push(item);
  }
  return true;
}

/**
 * Checks a value against its schema. With `convert`, text is read as the number or boolean that the schema wants
 * (query strings, environment variables); without it nothing is coerced. With `isOwn`, which is for what our own
 * services have made, the characters of text are taken as they are; with `stripUnknown`, which is for what they say to
 * each other, also fields that the schema does not know are left out instead of refused.
 * @param at where the value stands in what the client sent, for the errors: `content`
 * @returns the value with defaults filled in, text and formats in their one form; or an error for each bad field
 */
export function parse<T>(
  schema: Schema<T>,
  value: unknown,
  {
    convert = false,
    stripUnknown = false,
    isOwn = stripUnknown,
    at,
  }: { convert?: boolean; stripUnknown?: boolean; isOwn?: boolean; at?: string } = {},
): { value: T } | { errors: FieldError[] } {
  const context = { isOwn, isQuery: convert };
  const rules = { convert, stripUnknown, context, errors: { wrap: { label: '' as const } } };
  let result = schema.joi.validate(value, rules);
  if (result.error && isExplained(value)) {
    result = schema.joi.validate(value, { ...rules, abortEarly: false });
  }
  if (!result.error) return { value: result.value };
  return {
    errors: result.error.details
      .slice(0, MAX_FIELD_ERRORS)
      .flatMap((detail) => fieldErrors(detail, at))
      .slice(0, MAX_FIELD_ERRORS),
  };
}

/**
 * joi writes `sections[0].title` where we write `sections.0.title`, in the message as in `field`. What is wrong at
 * several places within free JSON is one error of joi's, which has them in `within`.
 */
function fieldErrors(
  { path, message, context }: Joi.ValidationErrorItem,
  at: string | undefined,
): FieldError[] {
  const places: readonly JsonPath[] = context?.within ?? [[]];
  const label = context?.label;
  return places.slice(0, MAX_FIELD_ERRORS).map((place) => {
    const field = [...(at === undefined ? [] : [at]), ...path, ...place].join('.');
    if (field === '' || label === undefined || !message.startsWith(label)) return { field, message };
    return { field, message: `${field}${message.slice(label.length)}` };
  });
}
