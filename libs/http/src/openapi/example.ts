import { type JsonSchema, type Schema, toJsonSchema } from '@siteninja/schema';
import { NamedSchemas } from './named-schemas';
import { sampleOf } from './sample';

/** What a schema gives: its JSON Schema (draft 2020-12), and an example that a reader understands. */
export function documentSchema(schema: Schema<unknown>): { schema: JsonSchema; example: unknown } {
  const schemas = new NamedSchemas();
  return { schema: toJsonSchema(schema, 'output'), example: sampleOf(schemas.of(schema, 'output'), schemas) };
}
