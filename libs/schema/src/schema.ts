import { joi, type Joi } from './extended-joi';

/**
 * Typed wrappers over joi: one schema, one type. joi infers no types by itself, and a forgotten `required()`
 * passes its own typings, so everything here is required unless it is wrapped in `optional` or `withDefault`.
 * Only rules that survive in JSON Schema are offered; rules across fields live in the operation.
 */
export class Schema<T> {
  declare readonly output: T;
  constructor(readonly joi: Joi.Schema) {}
}

/** A field that may be absent. */
export class OptionalSchema<T> extends Schema<T> {
  declare readonly optional: true;
}

/** A field that may be absent in what comes in and is always there in what is handed on. */
export class DefaultedSchema<T> extends Schema<T> {
  constructor(
    readonly inner: Schema<T>,
    readonly value: T,
  ) {
    super(inner.joi.optional().default(() => structuredClone(value)));
  }
}

/** An object of known fields; unknown ones are errors. */
export class ShapeSchema<F extends Fields> extends Schema<ShapeOf<F>> {
  constructor(readonly fields: F) {
    super(joi.object(joiFields(fields)).required());
  }
}

export type Fields = Record<string, Schema<unknown>>;
type OptionalKeys<F> = { [K in keyof F]: F[K] extends OptionalSchema<unknown> ? K : never }[keyof F];
type Flatten<T> = { [K in keyof T]: T[K] };
export type ShapeOf<F extends Fields> = Flatten<
  { [K in Exclude<keyof F, OptionalKeys<F>>]: Infer<F[K]> } & { [K in OptionalKeys<F>]?: Infer<F[K]> }
>;

/** The type that a schema's valid, parsed input has. */
export type Infer<S> = S extends Schema<infer T> ? T : never;

function joiFields(fields: Fields): Record<string, Joi.Schema> {
  return Object.fromEntries(Object.entries(fields).map(([name, schema]) => [name, schema.joi]));
}

/** Text of `min` (default 1) to `max` characters (default 10,000). With `min: 0` it may be empty. */
export function text(options: { min?: number; max?: number; pattern?: RegExp } = {}): Schema<string> {
  const { min = 1, max = 10_000, pattern } = options;
  let schema = joi.string().wellFormed().atMost(max).required();
  schema = min === 0 ? schema.allow('') : schema.atLeast(min);
  if (pattern) schema = schema.pattern(pattern);
  return new Schema(schema);
}

/** One of the given words. */
export function oneOf<const V extends string>(...values: V[]): Schema<V> {
  return new Schema(joi.valid(...values).required());
}

/** Numbers beyond these are not kept exactly; that they are refused is in the document too. */
const { MIN_SAFE_INTEGER, MAX_SAFE_INTEGER } = Number;

/** A whole number, both bounds inclusive. */
export function integer(options: { min?: number; max?: number } = {}): Schema<number> {
  const { min = MIN_SAFE_INTEGER, max = MAX_SAFE_INTEGER } = options;
  return new Schema(joi.number().integer().min(min).max(max).required());
}

/** Any number that is kept exactly enough, both bounds inclusive. */
export function decimal(options: { min?: number; max?: number } = {}): Schema<number> {
  const { min = MIN_SAFE_INTEGER, max = MAX_SAFE_INTEGER } = options;
  return new Schema(joi.number().min(min).max(max).required());
}

export function flag(): Schema<boolean> {
  return new Schema(joi.boolean().required());
}

/** A UUID in its canonical form. */
export function uuid(): Schema<string> {
  return new Schema(joi.string().uuid().required());
}

/** An email address (RFC 5321 length), any top-level domain. */
export function email(): Schema<string> {
  return new Schema(joi.string().email({ tlds: false }).atMost(254).required());
}

/** Moments of the years 1 to 9999: others are no RFC 3339, and no time that every database holds. */
const EARLIEST = Date.parse('0001-01-01T00:00:00Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/** An ISO 8601 moment. */
export function moment(): Schema<string> {
  const inYears: Joi.CustomValidator<string> = (value, helpers) => {
    const time = Date.parse(value);
    return time >= EARLIEST && time <= LATEST ? value : helpers.error('string.isoDate');
  };
  return new Schema(joi.string().isoDate().custom(inYears).required());
}

/** A list of at most `max` items (default 1,000); with `unique` no two alike. */
export function list<T>(
  item: Schema<T>,
  options: { min?: number; max?: number; unique?: boolean } = {},
): Schema<T[]> {
  let schema = joi
    .array()
    .items(item.joi.optional())
    .max(options.max ?? 1_000)
    .required();
  if (options.min !== undefined) schema = schema.min(options.min);
  if (options.unique) schema = schema.unique();
  return new Schema(schema);
}

/** An object of these fields and no others. */
export function shape<F extends Fields>(fields: F): ShapeSchema<F> {
  return new ShapeSchema(fields);
}

/** An object of at least these fields, for reading what somebody else may extend: answers, events. */
export function withRest<F extends Fields>(fields: F): Schema<ShapeOf<F>> {
  return new Schema(joi.object(joiFields(fields)).unknown(true).required());
}

/** An object of free keys whose values are alike, such as counters by day. */
export function record<T>(value: Schema<T>): Schema<Record<string, T>> {
  return new Schema(joi.object().pattern(joi.string(), value.joi).required());
}

/** Any JSON object, for data whose own schema is checked by the operation. */
export function anyObject(): Schema<Record<string, unknown>> {
  return new Schema(joi.object().unknown(true).required());
}

/** Any JSON value. */
export function anyJson(): Schema<unknown> {
  return new Schema(joi.any());
}

/** Shapes told apart by one field, such as sections by their `type`. Each shape declares that field itself. */
export function variants<V extends Record<string, ShapeSchema<Fields>>>(
  by: string,
  shapes: V,
): Schema<{ [K in keyof V]: Infer<V[K]> }[keyof V]> {
  const known = Object.keys(shapes);
  const cases = Object.entries(shapes).map(([name, schema]) => ({ is: name, then: schema.joi }));
  // Whatever matches no case is refused by naming the field that tells them apart.
  const otherwise = joi.object({ [by]: joi.valid(...known).required() }).unknown(true);
  const schema = joi
    .alternatives()
    .conditional(`.${by}`, { switch: [...cases.slice(0, -1), { ...cases.at(-1), otherwise }] });
  return new Schema(schema.required());
}

export function optional<T>(schema: Schema<T>): OptionalSchema<T> {
  return new OptionalSchema(schema.joi.optional());
}

export function nullable<T>(schema: Schema<T>): Schema<T | null> {
  return new Schema(schema.joi.allow(null));
}

/** Absent means `value`. In a patch (see `patchOf`) absent means unchanged all the same. */
export function withDefault<T>(schema: Schema<T>, value: NoInfer<T>): DefaultedSchema<T> {
  return new DefaultedSchema(schema, value);
}

/** Adds a sentence to the documentation of a field. */
export function described<S extends Schema<unknown>>(schema: S, description: string): S {
  const copy: S = Object.create(Object.getPrototypeOf(schema));
  return Object.assign(copy, schema, { joi: schema.joi.description(description) });
}

export type PatchOf<F extends Fields> = { [K in keyof F]?: Infer<F[K]> };

/** The same fields, each of which may be absent, and then stays as it is: a default must not reset it. */
export function patchOf<F extends Fields>(schema: ShapeSchema<F>): Schema<PatchOf<F>> {
  const fields = Object.entries(schema.fields).map(([name, field]): [string, Joi.Schema] => [
    name,
    (field instanceof DefaultedSchema ? field.inner.joi : field.joi).optional(),
  ]);
  return new Schema(joi.object(Object.fromEntries(fields)).required());
}

export type FieldError = {
  field: string;
  message: string;
};

/** Most errors one answer lists, whatever the input. */
export const MOST_FIELD_ERRORS = 50;

/**
 * Naming every fault means checking everything, and joi takes microseconds for each error: in something larger
 * only the first one is named. A value counts as one, and so do so many characters of text.
 */
const MOST_EXPLAINED = 5_000;
const CHARACTERS = 40;

function isExplained(root: unknown): boolean {
  const open = [root];
  let size = 0;
  while (open.length > 0) {
    const value = open.pop();
    size += typeof value === 'string' ? 1 + value.length / CHARACTERS : 1;
    if (size + open.length > MOST_EXPLAINED) return false;
    if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) open.push(item);
  }
  return true;
}

/**
 * Checks a value. With `convert`, text is read as the number or flag that the schema wants (query strings,
 * environment variables); without it nothing is coerced.
 */
export function check<T>(
  schema: Schema<T>,
  value: unknown,
  options: { convert?: boolean } = {},
): { value: T } | { errors: FieldError[] } {
  const rules = { convert: options.convert ?? false, errors: { wrap: { label: '' as const } } };
  let result = schema.joi.validate(value, rules);
  if (result.error && isExplained(value)) {
    result = schema.joi.validate(value, { ...rules, abortEarly: false });
  }
  if (!result.error) return { value: result.value };
  return {
    errors: result.error.details.slice(0, MOST_FIELD_ERRORS).map((detail) => ({
      field: detail.path.join('.'),
      message: detail.message,
    })),
  };
}

/** JSON Schema (draft 2020-12) of what the schema accepts. */
export function jsonSchema(schema: Schema<unknown>): Record<string, unknown> {
  return schema.joi['~standard'].jsonSchema.input({ target: 'draft-2020-12' });
}
