import { joi } from './extended-joi';
import { Schema } from './schema';

/** Text of `min` (default 1) to `max` characters (default 10,000). With `min: 0` it may be empty. */
export function string(
  options: { min?: number; max?: number; pattern?: RegExp } = {},
): Schema<string, string> {
  const { min = 1, max = 10_000, pattern } = options;
  let schema = joi.string().wellFormed().atMost(max).required();
  schema = min === 0 ? schema.allow('') : schema.atLeast(min);
  if (pattern) schema = schema.pattern(pattern);
  return new Schema(schema);
}

/** Text for people to read, such as a title: at least one of its characters can be seen. */
export function label(options: { max: number }): Schema<string, string> {
  return new Schema(joi.string().wellFormed().atLeast(1).atMost(options.max).visible().required());
}
