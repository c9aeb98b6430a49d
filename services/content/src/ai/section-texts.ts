import { isObject } from '@siteninja/core';
import { sectionTypes } from '../section-types';
import { type TextForm } from '../section-types/fields';

type Content = Readonly<Record<string, unknown>>;

/** A text of a section that visitors read. */
export interface SectionText {
  /** The names and numbers that lead to it. */
  readonly path: readonly (string | number)[];
  readonly form: TextForm;
  /** Characters that it may have. */
  readonly max: number;
  readonly value: string;
}

/** The content with each of its texts as `change` has it; links, ids and settings stay. */
export function mapTexts(type: string, content: Content, change: (text: SectionText) => string): Content {
  const mapped = mapValue(describedContent(type), content, [], change);
  return isObject(mapped) ? mapped : content;
}

/** The texts that a section of the type may have at its top, in the order of its schema; `value` is empty where it is absent. */
export function topTexts(type: string, content: Content): SectionText[] {
  const { keys } = describedContent(type);
  if (!isObject(keys)) return [];
  return Object.entries(keys).flatMap(([name, schema]) => {
    const text = isObject(schema) ? noteOf(schema) : null;
    const value = content[name];
    return text ? [{ ...text, path: [name], value: typeof value === 'string' ? value : '' }] : [];
  });
}

/** By section type: joi checks what it describes, which takes some milliseconds each time. */
const descriptions = new Map<string, Content>();

function describedContent(type: string): Content {
  const known = descriptions.get(type);
  if (known) return known;
  const description = { ...sectionTypes.get(type)?.content.joi.describe() };
  descriptions.set(type, description);
  return description;
}

function mapValue(
  schema: Content,
  value: unknown,
  path: readonly (string | number)[],
  change: (text: SectionText) => string,
): unknown {
  if (typeof value === 'string') {
    const text = noteOf(schema);
    return text ? change({ ...text, path, value }) : value;
  }
  if (Array.isArray(value)) {
    const [item]: unknown[] = Array.isArray(schema['items']) ? schema['items'] : [];
    if (!isObject(item)) return value;
    return value.map((each: unknown, index) => mapValue(item, each, [...path, index], change));
  }
  const { keys } = schema;
  if (!isObject(value) || !isObject(keys)) return value;
  const fields = Object.entries(value).map(([name, each]) => {
    const field = keys[name];
    return [name, isObject(field) ? mapValue(field, each, [...path, name], change) : each];
  });
  return Object.fromEntries(fields);
}

/** What the schema of a text notes of it; null where it is of something else. */
function noteOf({ metas }: Content): Pick<SectionText, 'form' | 'max'> | null {
  for (const meta of Array.isArray(metas) ? metas : []) {
    const text: unknown = isObject(meta) ? meta['text'] : undefined;
    if (isObject(text) && isForm(text['form'])) return { form: text['form'], max: Number(text['max']) };
  }
  return null;
}

function isForm(form: unknown): form is TextForm {
  return form === 'line' || form === 'paragraph' || form === 'html';
}
