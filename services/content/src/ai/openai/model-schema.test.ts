import { isObject } from '@siteninja/core';
import { type JsonSchema } from '@siteninja/schema';
import Ajv from 'ajv/dist/2020';
import { sectionTypes } from '../../section-types';
import { testFacts } from '../facts-test-support';
import { modelSchema, NO_CHOICES, withoutNulls } from './model-schema';
import { pageTask } from './page-task';

const choices = { ...NO_CHOICES, href: ['/menu', '/contact', '#contact'] };
const ajv = new Ajv({ strict: true, allowUnionTypes: true });

/** Every schema within, and how deep it lies. */
function* schemasIn(schema: JsonSchema, depth = 1): Generator<[JsonSchema, number]> {
  yield [schema, depth];
  const { properties, items, anyOf } = schema;
  const inner = [
    ...(isObject(properties) ? Object.values(properties) : []),
    ...(Array.isArray(anyOf) ? anyOf : []),
    items,
  ];
  for (const each of inner) {
    if (isObject(each)) yield* schemasIn(each, depth + (schema['type'] === 'object' ? 1 : 0));
  }
}

/** As a strict model gives it: with null for each field that is absent. */
function withNulls(schema: JsonSchema, value: unknown): unknown {
  const [only = schema] = Array.isArray(schema['anyOf']) ? schema['anyOf'] : [];
  const { properties, items } = only;
  if (Array.isArray(value)) return value.map((each) => withNulls(items, each));
  if (!isObject(value) || !isObject(properties)) return value;
  const fields = Object.entries(properties).map(([name, field]) => [
    name,
    isObject(field) ? withNulls(field, value[name] ?? null) : null,
  ]);
  return Object.fromEntries(fields);
}

const KNOWN = ['type', 'properties', 'required', 'additionalProperties', 'items', 'anyOf', 'enum'];

describe('what a model is told of a schema', () => {
  it('keeps to what strict structured output of OpenAI knows, and to its limits', () => {
    const paths = Array.from({ length: 20 }, (_, index) => `/page-${index}`);
    const brief = { facts: testFacts, pageType: 'about', paths };
    const { schema } = pageTask(brief, () => undefined);
    ajv.compile(schema);
    const all = [...schemasIn(schema)];
    for (const [part] of all) {
      const unknown = Object.keys(part).filter((name) => !KNOWN.includes(name));
      expect(unknown.filter((name) => !/^(description|minItems|maxItems)$/.test(name))).toEqual([]);
      if (part['type'] !== 'object') continue;
      expect([part['required'], part['additionalProperties']]).toEqual([
        Object.keys(Object(part['properties'])),
        false,
      ]);
    }
    const values = all.flatMap(([part]) => (Array.isArray(part['enum']) ? part['enum'] : []));
    expect(values.length).toBeLessThan(1_000);
    expect(Math.max(...all.map(([, depth]) => depth))).toBeLessThanOrEqual(10);
  });

  it.each([...sectionTypes.keys()])('takes the example of %s, and its nulls are what is absent', (type) => {
    const { content, example = {} } = sectionTypes.get(type) ?? {};
    if (!content) throw new Error(type);
    const text = JSON.stringify(example).replace(/"(href|email)":"[^"]*"/g, '"$1":"/menu"');
    const shown: unknown = JSON.parse(text);
    const schema = modelSchema(content, { ...choices, email: ['/menu'] });
    const given = withNulls(schema, shown);
    expect([ajv.validate(schema, given), ajv.errors]).toEqual([true, null]);
    expect(withoutNulls(given)).toEqual(shown);
  });

  it('has no pictures, and no links, where there are none to choose from', () => {
    const { content } = sectionTypes.get('hero') ?? {};
    if (!content) throw new Error('hero');
    const names = Object.keys(Object(modelSchema(content, { ...choices, href: [] })['properties']));
    expect(names).toContain('heading');
    expect(names).not.toContain('picture');
    expect(names).not.toContain('primaryAction');
  });
});
