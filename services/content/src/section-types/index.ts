import { type Fields, type ObjectSchema, parse } from '@siteninja/schema';
import { registry } from './registry';
import { type SectionType } from './section-type';

export { type SectionType } from './section-type';

/** Every section type by its name, in the order in which they are offered. */
export const sectionTypes: ReadonlyMap<string, SectionType> = new Map(
  registry.map((sectionType) => [sectionType.type, sectionType]),
);

/** What content of the type has to follow; undefined where there is no such type. */
export function contentSchema(type: string): ObjectSchema<Fields> | undefined {
  return sectionTypes.get(type)?.content;
}

/**
 * Content as it is stored: rich text sanitised, defaults filled in. For content that no request schema has checked,
 * such as a template's.
 * @throws where the type is unknown or the content not valid for it
 */
export function cleanContent(type: string, content: unknown): Record<string, unknown> {
  const schema = contentSchema(type);
  if (!schema) throw new Error(`Unknown section type ${type}`);
  const result = parse(schema, content);
  if ('value' in result) return result.value;
  throw new Error(`Invalid ${type} content: ${result.errors.map((error) => error.message).join('; ')}`);
}

/** A section's content without what only the tenant's own people see. */
export function publicContent(type: string, content: Record<string, unknown>): Record<string, unknown> {
  const hidden = sectionTypes.get(type)?.privateFields ?? [];
  return Object.fromEntries(Object.entries(content).filter(([name]) => !hidden.includes(name)));
}
