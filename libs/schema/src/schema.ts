import { joi, type Joi } from './extended-joi';

/**
 * Typed wrappers over joi: one schema, one type. joi infers no types by itself, and a forgotten `required()`
 * passes its own typings, so everything here is required unless it is wrapped in `s.optional` or `s.default`.
 * Only rules that survive in JSON Schema are offered; rules across fields live in the operation.
 * `Stored` is the type that the database keeps: a `Date` where JSON has text.
 */
export class Schema<T, Stored = unknown> {
  declare readonly output: T;
  declare readonly stored: Stored;
  constructor(readonly joi: Joi.Schema) {}
}

/** A field that may be absent. */
export class OptionalSchema<T, Stored = unknown> extends Schema<T, Stored> {
  declare readonly isOptional: true;
}

/** A field that may be absent in what comes in and is always there in what is handed on. */
export class DefaultedSchema<T, Stored = unknown> extends Schema<T, Stored> {
  constructor(
    readonly inner: Schema<T, Stored>,
    readonly value: T,
  ) {
    super(inner.joi.optional().default(() => structuredClone(value)));
  }
}

/** An object of known fields; unknown ones are errors. */
export class ObjectSchema<F extends Fields> extends Schema<InferFields<F>, StoredFields<F>> {
  constructor(
    readonly fields: F,
    schema: Joi.Schema = joi.object(joiFields(fields)).required(),
  ) {
    super(schema);
  }
}

export type Fields = Record<string, Schema<unknown>>;
type OptionalKeys<F> = { [K in keyof F]: F[K] extends OptionalSchema<unknown> ? K : never }[keyof F];
type Flatten<T> = { [K in keyof T]: T[K] };

/** The type that an object of these fields has in JSON. */
export type InferFields<F extends Fields> = Flatten<
  { [K in Exclude<keyof F, OptionalKeys<F>>]: Infer<F[K]> } & { [K in OptionalKeys<F>]?: Infer<F[K]> }
>;
/** The type that an object of these fields has in the database. */
export type StoredFields<F extends Fields> = Flatten<
  { [K in Exclude<keyof F, OptionalKeys<F>>]: Stored<F[K]> } & { [K in OptionalKeys<F>]?: Stored<F[K]> }
>;

/** The type that a schema's valid, parsed input has. */
export type Infer<S> = S extends Schema<infer T> ? T : never;
/** The type that the database keeps for it. */
export type Stored<S> = S extends Schema<unknown, infer T> ? T : never;

export function joiFields(fields: Fields): Record<string, Joi.Schema> {
  return Object.fromEntries(Object.entries(fields).map(([name, schema]) => [name, schema.joi]));
}

export type PartialOf<F extends Fields> = { [K in keyof F]?: Infer<F[K]> };

type PartialStored<F extends Fields> = { [K in keyof F]?: Stored<F[K]> };

/** The same fields, each of which may be absent, and then stays as it is: a default must not reset it. */
export function partial<F extends Fields>(schema: ObjectSchema<F>): Schema<PartialOf<F>, PartialStored<F>> {
  const fields = Object.entries(schema.fields).map(([name, field]): [string, Joi.Schema] => [
    name,
    (field instanceof DefaultedSchema ? field.inner.joi : field.joi).optional(),
  ]);
  return new Schema(joi.object(Object.fromEntries(fields)).required());
}

/** The same fields for an update of a `partial` object: one that is absent stays as it is, null clears it. */
export function clearable<F extends Fields>(
  schema: ObjectSchema<F>,
): Schema<{ [K in keyof F]?: Infer<F[K]> | null }> {
  const fields = Object.entries(schema.fields).map(([name, field]): [string, Joi.Schema] => [
    name,
    field.joi.optional().allow(null),
  ]);
  return new Schema(joi.object(Object.fromEntries(fields)).required());
}

/** An object of the named fields alone. */
export function pick<F extends Fields, const K extends keyof F & string>(
  schema: ObjectSchema<F>,
  ...names: K[]
): ObjectSchema<Pick<F, K>> {
  return new ObjectSchema(pickFields(schema.fields, names));
}

/** An object of all fields but the named ones. */
export function omit<F extends Fields, const K extends keyof F & string>(
  schema: ObjectSchema<F>,
  ...names: K[]
): ObjectSchema<Omit<F, K>> {
  const left: Fields = { ...schema.fields };
  for (const name of names) Reflect.deleteProperty(left, name);
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the loop above does what Omit says
  return new ObjectSchema(left as Omit<F, K>);
}

function pickFields<F extends Fields, K extends keyof F & string>(
  fields: F,
  names: readonly K[],
): Pick<F, K> {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- Object.fromEntries forgets the names
  return Object.fromEntries(names.map((name) => [name, fields[name]])) as Pick<F, K>;
}

/**
 * The names of an object's fields; none of anything else. joi's `describe` would tell them too, and needs half a
 * second for the union of all section types, as it checks what it says against a schema of its own.
 */
export function fieldNames(schema: Schema<unknown>): string[] {
  const keys: unknown = schema.joi.$_terms['keys'];
  return Array.isArray(keys) ? keys.map(({ key }: { key: string }) => key) : [];
}

/** JSON Schema (draft 2020-12). Named schemas are in its `$defs`. */
export type JsonSchema = Record<string, unknown>;

/**
 * What the schema accepts, or with `output` what it gives: there a field with a default is always present.
 */
export function toJsonSchema(schema: Schema<unknown>, direction: 'input' | 'output' = 'input'): JsonSchema {
  const json = schema.joi['~standard'].jsonSchema[direction]({ target: 'draft-2020-12' });
  const whole: JsonSchema = JSON.parse(JSON.stringify(json), nullAmongValues);
  return whole;
}

/** Where one of several values may also be null, joi says so in `type` alone, and `enum` refuses it. */
function nullAmongValues(_name: string, part: unknown): unknown {
  if (typeof part !== 'object' || part === null || !('enum' in part) || !('type' in part)) return part;
  const { enum: values, type } = part;
  const isMissing =
    Array.isArray(values) && Array.isArray(type) && type.includes('null') && !values.includes(null);
  return isMissing ? { ...part, enum: [...values, null] } : part;
}
