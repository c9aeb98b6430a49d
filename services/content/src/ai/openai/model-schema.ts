import { isObject } from '@siteninja/core';
import { type JsonSchema, type Schema, toJsonSchema } from '@siteninja/schema';

/** By the names of fields that lead somewhere or name something: the values that a model may choose among. */
export type Choices = Readonly<Record<(typeof CHOSEN_FIELDS)[number], readonly string[]>>;

export const CHOSEN_FIELDS = ['href', 'assetId', 'locationId', 'email', 'notify'] as const;

export const NO_CHOICES: Choices = { href: [], assetId: [], locationId: [], email: [], notify: [] };

export function isChosenField(name: string): name is (typeof CHOSEN_FIELDS)[number] {
  return CHOSEN_FIELDS.some((field) => field === name);
}

/**
 * What the schema accepts, in the part of JSON Schema that OpenAI's structured output knows: every field is required,
 * one that may be absent may be null, and lengths are said in words. A field that has nothing to choose from is left
 * out.
 */
export function modelSchema(schema: Schema<unknown>, choices: Choices): JsonSchema {
  return strict(toJsonSchema(schema), choices) ?? objectOf({});
}

/** An object of these fields and no others, all of them required. */
export function objectOf(properties: JsonSchema): JsonSchema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

/** What a model has given, without the nulls that stand for what is absent. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const there = Object.entries(value).filter(([, each]) => each !== null);
  return Object.fromEntries(there.map(([name, each]) => [name, withoutNulls(each)]));
}

/** Undefined where something is required that has nothing to choose from. */
function strict(json: JsonSchema, choices: Choices): JsonSchema | undefined {
  const { type, properties, items } = json;
  if (isObject(properties)) return strictObject(json, properties, choices);
  if (type === 'array' && isObject(items)) {
    const item = strict(items, choices);
    return item && { ...kept(json, ['type', 'description', 'minItems', 'maxItems']), items: item };
  }
  return withLength(json);
}

function strictObject(
  { required, description }: JsonSchema,
  properties: JsonSchema,
  choices: Choices,
): JsonSchema | undefined {
  const names = Array.isArray(required) ? required : [];
  const fields: JsonSchema = {};
  for (const [name, property] of Object.entries(properties)) {
    const field = isChosenField(name)
      ? choiceOf(choices[name])
      : isObject(property)
        ? strict(property, choices)
        : undefined;
    const isRequired = names.includes(name);
    if (!field && isRequired) return undefined;
    if (field) fields[name] = isRequired ? field : { anyOf: [field, { type: 'null' }] };
  }
  return { ...objectOf(fields), ...(description === undefined ? {} : { description }) };
}

function choiceOf(values: readonly string[]): JsonSchema | undefined {
  return values.length === 0 ? undefined : { type: 'string', enum: [...values] };
}

function withLength(json: JsonSchema): JsonSchema {
  const { maxLength, description } = json;
  const said = [
    ...(typeof description === 'string' ? [description] : []),
    ...(typeof maxLength === 'number' ? [`At most ${maxLength} characters.`] : []),
  ];
  return { ...kept(json, ['type', 'enum']), ...(said.length > 0 ? { description: said.join(' ') } : {}) };
}

function kept(json: JsonSchema, names: readonly string[]): JsonSchema {
  return Object.fromEntries(Object.entries(json).filter(([name]) => names.includes(name)));
}
