import { domainName } from './domain-name';
import { httpsAddress, link, sitePath, webAddress } from './link';
import { isOwn, joi, type Joi } from './extended-joi';
import {
  clockTime,
  color,
  country,
  currency,
  date,
  dateTime,
  email,
  locale,
  telephone,
  timeZone,
  uuid,
} from './formats';
import {
  DefaultedSchema,
  type Fields,
  type Infer,
  type InferFields,
  joiFields,
  ObjectSchema,
  OptionalSchema,
  Schema,
  type Stored,
  type StoredFields,
} from './schema';
import { label, string } from './string';
import { type CanonicalJson, canonicalJson, canonicalKeys, TEXT_RULE } from './text';

/** One of the given words or numbers. */
function enumeration<const V extends string | number | boolean>(...values: V[]): Schema<V, V> {
  return new Schema(joi.valid(...values).required());
}

/** Larger numbers are not kept exactly; that they are refused is in the document too. */
const { MIN_SAFE_INTEGER, MAX_SAFE_INTEGER } = Number;

/** A whole number, both bounds inclusive. */
function integer(options: { min?: number; max?: number } = {}): Schema<number, number> {
  const { min = MIN_SAFE_INTEGER, max = MAX_SAFE_INTEGER } = options;
  return new Schema(joi.number().integer().min(min).max(max).required());
}

/** A number, both bounds inclusive. */
function number(options: { min?: number; max?: number } = {}): Schema<number, number> {
  const { min = MIN_SAFE_INTEGER, max = MAX_SAFE_INTEGER } = options;
  return new Schema(joi.number().min(min).max(max).required());
}

function boolean(): Schema<boolean, boolean> {
  return new Schema(joi.boolean().required());
}

/** An array of at most `max` items (default 1,000); with `unique` no two alike, or no two alike in that field. */
function array<T, S>(
  item: Schema<T, S>,
  options: { min?: number; max?: number; unique?: boolean | string } = {},
): Schema<T[], S[]> {
  let schema = joi
    .array()
    .items(item.joi.optional())
    .max(options.max ?? 1_000)
    .required();
  if (options.min !== undefined) schema = schema.min(options.min);
  if (options.unique) schema = options.unique === true ? schema.unique() : schema.unique(options.unique);
  return new Schema(schema);
}

/** An object of these fields and no others. */
function object<F extends Fields>(fields: F): ObjectSchema<F> {
  return new ObjectSchema(fields);
}

/** An object of at least these fields, for reading what somebody else may extend: answers, events. */
function looseObject<F extends Fields>(fields: F): Schema<InferFields<F>, StoredFields<F>> {
  return new Schema(joi.object(joiFields(fields)).unknown(true).required());
}

/** An object of free keys whose values are alike, such as counters by day. */
function record<T, S>(value: Schema<T, S>): Schema<Record<string, T>, Record<string, S>> {
  return new Schema(
    joi.object().pattern(joi.string(), value.joi).custom(canonical(canonicalKeys)).required(),
  );
}

/**
 * Any JSON object, for data whose own schema is checked by the operation.
 * @param exact leaves its texts and keys as they were sent: that schema refuses them together with all else
 */
function anyObject({ exact = false } = {}): Schema<Record<string, unknown>, Record<string, unknown>> {
  const object = joi.object().unknown(true).required();
  return new Schema(exact ? object : object.custom(canonical(canonicalJson)));
}

/** Any JSON value. */
function unknown(): Schema<unknown> {
  return new Schema(joi.any().custom(canonical(canonicalJson)));
}

/** Brings free JSON into the form in which text is stored; what our own services have made stays as it is. */
function canonical(read: (value: unknown) => CanonicalJson): Joi.CustomValidator<unknown> {
  return (value, helpers) => {
    if (isOwn(helpers)) return value;
    const { value: json, refused } = read(value);
    if (refused.length === 0) return json;
    return helpers.message({ custom: `{{#label}} ${TEXT_RULE}` }, { within: refused });
  };
}

/** The absence of a value, such as the body of an answer with status 204. */
function nothing(): Schema<never, never> {
  return new Schema(joi.forbidden());
}

/** JSON that only our own code writes, of the type that it says; never for what a client sends. */
function json<T>(): Schema<T, T> {
  return new Schema(joi.any().required());
}

/** Objects told apart by one field, such as sections by their `type`. Each declares that field itself. */
function union<V extends Record<string, ObjectSchema<Fields>>>(
  property: string,
  members: V,
): Schema<{ [K in keyof V]: Infer<V[K]> }[keyof V], { [K in keyof V]: Stored<V[K]> }[keyof V]> {
  const known = Object.keys(members);
  const cases = Object.entries(members).map(([name, schema]) => ({ is: name, then: schema.joi }));
  // A value that matches no member is refused by naming the field that tells them apart.
  const otherwise = joi.object({ [property]: joi.valid(...known).required() }).unknown(true);
  const schema = joi
    .alternatives()
    .conditional(`.${property}`, { switch: [...cases.slice(0, -1), { ...cases.at(-1), otherwise }] });
  return new Schema(schema.meta({ discriminator: { property, values: known } }).required());
}

/** One of several objects that nothing tells apart but their fields; for answers alone, as its errors name no field. */
function oneOf<A, B>(first: Schema<A>, second: Schema<B>): Schema<A | B> {
  return new Schema(joi.alternatives().try(first.joi, second.joi).required());
}

function optional<T, S>(schema: Schema<T, S>): OptionalSchema<T, S> {
  return new OptionalSchema(schema.joi.optional());
}

function nullable<T, S>(schema: Schema<T, S>): Schema<T | null, S | null> {
  return new Schema(schema.joi.allow(null));
}

/** Absent means `value`. In a partial update (see `partial`) absent means unchanged all the same. */
function withDefault<T, S>(schema: Schema<T, S>, value: NoInfer<T>): DefaultedSchema<T, S> {
  return new DefaultedSchema(schema, value);
}

/** Adds a sentence to the documentation of a field. */
function describe<S extends Schema<unknown>>(schema: S, description: string): S {
  return replaceJoi(schema, schema.joi.description(description));
}

/** Gives an object or a union the name that documents refer to it by, such as `Page`. */
function named<S extends Schema<unknown>>(schemaName: string, schema: S): S {
  return replaceJoi(schema, schema.joi.meta({ schemaName }));
}

/**
 * Checks by one schema of an object and documents another: for what is written by a stricter schema than what may be
 * read, such as stored content of a kind that is no longer accepted.
 */
function documentedAs<S extends Schema<Record<string, unknown>>>(schema: S, documented: Schema<unknown>): S {
  return replaceJoi(schema, schema.joi.meta({ documentedAs: documented.joi }));
}

function replaceJoi<S extends Schema<unknown>>(schema: S, replacement: Joi.Schema): S {
  const copy: S = Object.create(Object.getPrototypeOf(schema));
  return Object.assign(copy, schema, { joi: replacement });
}

const common = { id: uuid(), revision: integer({ min: 1 }), createdAt: dateTime(), updatedAt: dateTime() };

/** A thing that has an id, with what every such thing carries. */
function resource<F extends Fields>(schemaName: string, fields: F): ObjectSchema<typeof common & F> {
  return named(schemaName, object({ ...common, ...fields }));
}

/** A resource that belongs to a tenant. */
function tenantResource<F extends Fields>(schemaName: string, fields: F) {
  return resource(schemaName, { tenantId: uuid(), ...fields });
}

/** The words of the schema language. */
export const s = {
  string,
  label,
  enum: enumeration,
  integer,
  number,
  boolean,
  uuid,
  email,
  domainName,
  color,
  locale,
  timeZone,
  link,
  webAddress,
  httpsAddress,
  sitePath,
  dateTime,
  date,
  clockTime,
  telephone,
  country,
  currency,
  array,
  object,
  looseObject,
  record,
  anyObject,
  unknown,
  nothing,
  json,
  union,
  oneOf,
  optional,
  nullable,
  default: withDefault,
  describe,
  documentedAs,
  named,
  resource,
  tenantResource,
};
