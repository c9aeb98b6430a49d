import { joi } from './extended-joi';
import { Schema } from './schema';

interface StringOptions {
  min?: number;
  max?: number;
  /** Keeps every character as it is, for passwords; else text is kept in NFC and without control characters. */
  exact?: boolean;
}
/** A pattern says in words what it asks for: `must: 'be lower-case letters and digits'`. */
type PatternOptions = { pattern: RegExp; must: string } | { pattern?: undefined; must?: undefined };

/** Text of `min` (default 1) to `max` characters (default 10,000). With `min: 0` it may be empty. */
export function string(options: StringOptions & PatternOptions = {}): Schema<string, string> {
  const { min = 1, max = 10_000, exact = false, pattern, must } = options;
  let schema = exact ? joi.string().wellFormed() : joi.string().text();
  schema = schema.atMost(max).required();
  schema = min === 0 ? schema.allow('') : schema.atLeast(min);
  if (pattern)
    schema = schema.pattern(pattern).messages({ 'string.pattern.base': `{{#label}} must ${must}` });
  return new Schema(schema);
}

/** Text for people to read, such as a title: at least one of its characters can be seen. */
export function label(options: { max: number }): Schema<string, string> {
  return new Schema(joi.string().text().atLeast(1).atMost(options.max).visible().required());
}
