import { type JsonSchema, type Schema, toJsonSchema } from '@siteninja/schema';

const COMPONENTS = '#/components/schemas/';

/** The schemas that have a name, which the rest of the document refers to. */
export class NamedSchemas {
  readonly #named = new Map<string, { json: JsonSchema; text: string }>();

  /** The JSON Schema, its named parts as references to `components`. @throws where two differ in all but name */
  of(schema: Schema<unknown>, direction: 'input' | 'output'): JsonSchema {
    return this.hoist(toJsonSchema(schema, direction));
  }

  /** The same for JSON Schema that is there already. */
  hoist(schema: JsonSchema): JsonSchema {
    const text = JSON.stringify(schema).replaceAll('#/$defs/', COMPONENTS);
    const parsed: { $defs?: Record<string, JsonSchema> } = JSON.parse(text);
    const { $defs = {}, ...json } = parsed;
    for (const [name, part] of Object.entries($defs)) this.#add(name, part);
    return json;
  }

  all(): Record<string, JsonSchema> {
    const sorted = [...this.#named].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(sorted.map(([name, { json }]) => [name, json]));
  }

  /** What a reference refers to; any other schema as it is. */
  resolve(schema: JsonSchema): JsonSchema {
    const { $ref } = schema;
    if (typeof $ref !== 'string') return schema;
    return this.#named.get($ref.slice(COMPONENTS.length))?.json ?? {};
  }

  #add(name: string, json: JsonSchema): void {
    const text = JSON.stringify(json);
    const known = this.#named.get(name);
    if (known && known.text !== text) throw new Error(`Two different schemas are named ${name}.`);
    this.#named.set(name, { json, text });
  }
}
