import { storedField } from '@siteninja/schema';
import { BASE_FIELDS, type CollectionDefinition } from './definition';

/** Field → what a row has that is made without it. */
type Defaults = readonly (readonly [string, unknown])[];

const known = new WeakMap<CollectionDefinition, Defaults>();

function defaultsOf(definition: CollectionDefinition): Defaults {
  const remembered = known.get(definition);
  if (remembered) return remembered;
  const defaults = Object.entries(definition.fields).flatMap(([name, field]): Defaults => {
    if (BASE_FIELDS.has(name)) return [];
    const { defaultValue, isNullable } = storedField(field);
    if (defaultValue !== undefined) return [[name, defaultValue]];
    return isNullable ? [[name, null]] : [];
  });
  known.set(definition, defaults);
  return defaults;
}

/**
 * Rows that were stored before a field was declared have its default, or null where it may be null, as if they had
 * been made today: so a new field needs no migration. A row that is read in part is filled in its part. What a default
 * cannot say, the collection's `upgrade` does.
 */
export function fillOlderRow<R extends object>(
  row: R,
  definition: CollectionDefinition,
  select?: Record<string, 0 | 1>,
): R {
  for (const [name, value] of defaultsOf(definition)) {
    if (!Object.hasOwn(row, name) && isSelected(name, select)) Reflect.set(row, name, structuredClone(value));
  }
  definition.upgrade?.(row);
  return row;
}

function isSelected(name: string, select: Record<string, 0 | 1> | undefined): boolean {
  if (select === undefined) return true;
  const isWhiteList = Object.values(select).includes(1);
  return isWhiteList ? select[name] === 1 : select[name] !== 0;
}
