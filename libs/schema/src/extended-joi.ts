import Joi from 'joi';
import { canonicalText, TEXT_RULE } from './text';

export { type Joi };

interface CharactersSchema extends Joi.StringSchema {
  atLeast(limit: number): this;
  atMost(limit: number): this;
  wellFormed(): this;
  visible(): this;
  /** In the form in which text is stored. */
  text(): this;
  /** Of one form, and handed on in it. */
  form(form: Form): this;
}
interface Form {
  /** The value in its one form; undefined for what has another. */
  read(value: string): string | undefined;
  /** What an error says: `be a UUID`. */
  must: string;
  /** For JSON Schema. */
  format?: string;
  pattern?: string;
}
type ExtendedJoi = Omit<Joi.Root, 'string'> & { string(): CharactersSchema };

/** A schema's name in documents, set by `s.named`. */
function nameOf(schema: WithMetas): string | undefined {
  const named = schema.$_terms.metas?.find((meta) => meta.schemaName !== undefined);
  return named?.schemaName;
}

/** Puts a named schema into `$defs` and refers to it. */
function refer(schema: WithMetas, json: object, { $defs }: { $defs: Record<string, object> }): object {
  const name = nameOf(schema);
  if (name === undefined) return json;
  $defs[name] = json;
  return { $ref: `#/$defs/${name}` };
}

/** What documents show in place of a schema, set by `s.documentedAs`. */
function documentedAs(schema: WithMetas): JsonSchemaSource | undefined {
  return schema.$_terms.metas?.find((meta) => meta.documentedAs !== undefined)?.documentedAs;
}

function namedObjects(root: Joi.Root): Joi.Extension & { jsonSchema: unknown } {
  const base = root.object();
  const inner: JsonSchemaOf = Reflect.get(Reflect.get(base, '_definition'), 'jsonSchema');
  return {
    type: 'object',
    base,
    jsonSchema: (schema: WithMetas, json: object, mode: string, options: DefinitionOptions) =>
      documentedAs(schema)?.$_jsonSchema(mode, options) ??
      refer(schema, inner(schema, json, mode, options), options),
  };
}

/**
 * In JSON Schema a union is its known members, told apart by a discriminator (OpenAPI 3.1). The branch that words
 * the error for an unknown member is not one of them.
 */
function unionsWithoutFallback(root: Joi.Root): Joi.Extension & { jsonSchema: unknown } {
  return {
    type: 'alternatives',
    base: root.alternatives(),
    jsonSchema: (schema: Alternatives, json: object, mode: string, options: DefinitionOptions) => {
      const members = schema.$_terms.matches
        .flatMap((match) => ('schema' in match ? match.schema : match.switch.map(({ then }) => then)))
        .map((member) => member.$_jsonSchema(mode, options));
      return refer(schema, { ...json, oneOf: members, ...discriminatorOf(schema, members) }, options);
    },
  };
}

function discriminatorOf(schema: WithMetas, members: readonly { $ref?: string }[]): object {
  const by = schema.$_terms.metas?.find((meta) => meta.discriminator !== undefined)?.discriminator;
  // OpenAPI tells members apart by reference alone.
  if (!by || members.some(({ $ref }) => $ref === undefined)) return {};
  const mapping = Object.fromEntries(by.values.map((value, index) => [value, members[index]?.$ref]));
  return { discriminator: { propertyName: by.property, mapping } };
}

interface RulesOf {
  $_getRule(name: string): { args?: Record<string, unknown> } | undefined;
}
type Helpers = Joi.CustomHelpers & { schema: RulesOf };
type Refused = { value: unknown; errors: Joi.ErrorReport };

/** Whether the value was made by one of our own services: its text was checked when it came in. */
export function isOwn({ prefs }: Pick<Joi.CustomHelpers, 'prefs'>): boolean {
  return prefs.context?.isOwn === true;
}

/** A query is not stored: what no text can hold is searched for in vain. */
function unlessQuery(value: string, { prefs, error }: Joi.CustomHelpers): string | Joi.ErrorReport {
  return prefs.context?.isQuery === true ? value : error('string.text');
}

/**
 * What is far too long is refused for that alone: the other rules would read all of it, and some more than once.
 * Four decomposed characters are at most one in NFC.
 */
function longText(value: string, { schema, error }: Helpers): Refused | undefined {
  const limit = limitOf(schema, 'atMost');
  if (limit === undefined || value.length <= 4 * limit) return undefined;
  return { value, errors: error('string.atMost', { limit }) };
}

/** The same for lists: nobody is told of each item in a list that cannot be taken anyway. */
function longList(root: Joi.Root): Joi.Extension {
  return {
    type: 'array',
    base: root.array(),
    validate: (value: unknown[], { schema, error }: Helpers): Refused | undefined => {
      const limit = limitOf(schema, 'max');
      if (limit === undefined || value.length <= limit) return undefined;
      return { value, errors: error('array.max', { limit }) };
    },
  };
}

function limitOf(schema: Joi.Schema & RulesOf, rule: string): number | undefined {
  const limit: unknown = schema.$_getRule(rule)?.args?.limit;
  return typeof limit === 'number' ? limit : undefined;
}

/** A character other than spaces, format characters (Cf) and fillers. */
const VISIBLE =
  /[^\s\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0]/;
const TEXT_MESSAGES = {
  'string.atLeast': '{{#label}} must have at least {{#limit}} characters',
  'string.atMost': '{{#label}} must have at most {{#limit}} characters',
  'string.visible': '{{#label}} must have a character that can be seen',
  'string.wellFormed': '{{#label}} must be valid Unicode text',
  'string.text': `{{#label}} ${TEXT_RULE}`,
};

const FORM_RULE = {
  method(this: Joi.StringSchema & JoiInternals, form: Form) {
    return this.$_addRule({ name: 'form', args: { form } });
  },
  args: ['form'],
  validate: (value: string, helpers: Joi.CustomHelpers, { form }: { form: Form }) =>
    form.read(value) ?? helpers.message({ custom: `{{#label}} must ${form.must}` }),
  jsonSchema: ({ args: { form } }: { args: { form: Form } }, json: object) => ({
    ...json,
    ...(form.format === undefined ? {} : { format: form.format }),
    ...(form.pattern === undefined ? {} : { pattern: form.pattern }),
  }),
};

/** Lengths are counted in characters (code points), as JSON Schema counts them, not in UTF-16 units. */
export const joi: ExtendedJoi = Joi.extend(
  namedObjects,
  unionsWithoutFallback,
  longList,
  (root: Joi.Root) => ({
    type: 'string',
    base: root.string(),
    validate: longText,
    messages: TEXT_MESSAGES,
    rules: {
      atLeast: {
        method(this: Joi.StringSchema & JoiInternals, limit: number) {
          return this.$_addRule({ name: 'atLeast', args: { limit } });
        },
        args: ['limit'],
        validate: (value: string, helpers: Joi.CustomHelpers, { limit }: { limit: number }) =>
          characters(value) >= limit ? value : helpers.error('string.atLeast', { limit }),
        jsonSchema: (rule: LimitRule, json: object) => ({ ...json, minLength: rule.args.limit }),
      },
      atMost: {
        method(this: Joi.StringSchema & JoiInternals, limit: number) {
          return this.$_addRule({ name: 'atMost', args: { limit } });
        },
        args: ['limit'],
        validate: (value: string, helpers: Joi.CustomHelpers, { limit }: { limit: number }) =>
          value.length <= limit || characters(value) <= limit
            ? value
            : helpers.error('string.atMost', { limit }),
        jsonSchema: (rule: LimitRule, json: object) => ({ ...json, maxLength: rule.args.limit }),
      },
      visible: {
        method(this: Joi.StringSchema & JoiInternals) {
          return this.$_addRule('visible');
        },
        validate: (value: string, helpers: Joi.CustomHelpers) =>
          VISIBLE.test(value) ? value : helpers.error('string.visible'),
        jsonSchema: (_rule: unknown, json: object) => ({ ...json, pattern: VISIBLE.source }),
      },
      wellFormed: {
        method(this: Joi.StringSchema & JoiInternals) {
          return this.$_addRule('wellFormed');
        },
        // A lone surrogate would come back from storage as another character.
        validate: (value: string, helpers: Joi.CustomHelpers) =>
          /\p{Surrogate}/u.test(value) ? helpers.error('string.wellFormed') : value,
      },
      text: {
        method(this: Joi.StringSchema & JoiInternals) {
          return this.$_addRule('text');
        },
        validate: (value: string, helpers: Joi.CustomHelpers) =>
          isOwn(helpers) ? value : (canonicalText(value) ?? unlessQuery(value, helpers)),
      },
      form: FORM_RULE,
    },
  }),
);

interface JoiInternals {
  $_addRule(rule: string | { name: string; args: Record<string, unknown> }): Joi.Schema;
}
interface DefinitionOptions {
  $defs: Record<string, object>;
}
type JsonSchemaOf = (schema: unknown, json: object, mode: string, options: DefinitionOptions) => object;
interface JsonSchemaSource {
  $_jsonSchema(mode: string, options: object): { $ref?: string };
}
interface Meta {
  schemaName?: string;
  discriminator?: { property: string; values: string[] };
  documentedAs?: JsonSchemaSource;
}
interface WithMetas {
  $_terms: { metas?: Meta[] | null };
}
interface Alternatives extends WithMetas {
  $_terms: WithMetas['$_terms'] & { matches: Alternative[] };
}
type Alternative = { schema: JsonSchemaSource } | { switch: { then: JsonSchemaSource }[] };
interface LimitRule {
  args: { limit: number };
}

/** Number of code points. */
function characters(value: string): number {
  let count = 0;
  for (let index = 0; index < value.length; count += 1) {
    index += (value.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
  }
  return count;
}
