import { namedAssetIds, newId } from '@siteninja/core';
import { LINK_PATTERN, toJsonSchema, parse, s } from '@siteninja/schema';
import { iconNames } from '../markup/icons';
import { isLink } from '../markup/links';
import { sampleSite } from '../rendering/sample-site-test-support';
import { HOSTILE_LINKS } from './hostile-test-support';
import { cleanContent, sectionTypes } from '.';
import { sectionInputs } from './section-schemas';

const all = [...sectionTypes.values()];
const assetId = '0190a000-0000-7000-8000-00000000000a';

describe('the section types', () => {
  it('the promised section types are offered in their order', () => {
    expect([...sectionTypes.keys()]).toEqual(
      'hero text features services gallery testimonials team pricing faq cta contact-form map hours footer'.split(
        ' ',
      ),
    );
  });

  it.each(all)(
    'the example of $type is valid, complete, sanitised and without assets',
    ({ type, content, example }) => {
      expect(parse(content, example)).toEqual({ value: example });
      expect(cleanContent(type, example)).toEqual(example);
      expect(namedAssetIds(example, newId())).toEqual([]);
    },
  );

  it.each(all)('the example of $type renders', ({ example, render }) => {
    const markup = render(example, { site: sampleSite(), heading: 'h2', isFirst: false });
    expect(markup?.toString()).toMatch(/class="wrap/);
  });

  it.each(all)('invalid content of $type renders to nothing', ({ render }) => {
    const context = { site: sampleSite(), heading: 'h2', isFirst: false } as const;
    for (const content of [null, 7, 'x', [], { nope: '<script>' }]) {
      expect(render(content, context)).toBeUndefined();
    }
  });

  it.each(all)('the JSON Schema of $type refuses unknown fields', ({ content }) => {
    expect(toJsonSchema(content)).toMatchObject({ type: 'object', additionalProperties: false });
  });

  it('content can choose among more than 30 icons', () => {
    expect(iconNames.length).toBeGreaterThan(30);
    expect(iconNames).toContain('wrench');
  });
});

describe('links in content', () => {
  it.each(HOSTILE_LINKS)('the link %j is refused, also by the pattern of the JSON Schema', (href) => {
    expect(isLink(href)).toBe(false);
    expect(new RegExp(LINK_PATTERN.source, 'u').test(href)).toBe(false);
    const content = { heading: 'x', primaryAction: { label: 'x', href } };
    expect(() => cleanContent('hero', content)).toThrow('href');
  });

  it.each([
    '/',
    '/a',
    '/a/b?c=d#e',
    'https://example.com',
    "https://x/'x",
    'mailto:a@b.example',
    'tel:+4420123',
    '#hours',
  ])('the link %s is accepted', (href) => {
    expect(isLink(href)).toBe(true);
  });
});

describe('the schema of a section in a request', () => {
  const schema = sectionInputs('TestSection', {
    sectionId: s.optional(s.string({ max: 80 })),
    sortOrder: s.optional(s.integer({ min: 0 })),
  });

  it('content is checked by the schema of its type', () => {
    const given = { type: 'cta', content: { heading: 'Hello' }, sectionId: 'end' };
    expect(parse(schema, given)).toEqual({
      value: { ...given, content: { heading: 'Hello', showPhone: true, variant: 'box' } },
    });
  });

  it.each([
    [{ type: 'nope', content: {} }, 'type'],
    [{ type: 'hero', content: {} }, 'content.heading'],
    [{ type: 'hero', content: { heading: 'x', evil: 1 } }, 'content.evil'],
    [{ type: 'hero', content: { heading: 'x', picture: { assetId: 'x' } } }, 'content.picture.assetId'],
    [{ type: 'services', content: { heading: 'x', items: [] } }, 'content.items'],
    [{ type: 'hero', content: { heading: 'x' }, nope: 1 }, 'nope'],
  ])('the errors of %j name the field', (given, field) => {
    expect(parse(schema, given)).toMatchObject({
      errors: expect.arrayContaining([expect.objectContaining({ field })]),
    });
  });

  it('checking a section sanitises its rich text', () => {
    const result = parse(schema, {
      type: 'text',
      content: { body: '<p onclick="x">a</p><script>b</script>' },
    });
    expect(result).toMatchObject({ value: { content: { body: '<p>a</p>' } } });
  });

  it('the length limit of rich text also holds after sanitising, so that a page can be saved as it was read', () => {
    const grows = '&'.repeat(10_000);
    expect(parse(schema, { type: 'text', content: { body: grows } })).toMatchObject({
      errors: [{ field: 'content.body' }],
    });
  });

  it('the JSON Schema has the exact content of every section type', () => {
    const { $ref, $defs } = toJsonSchema(schema);
    expect($ref).toBe('#/$defs/TestSection');
    expect($defs).toMatchObject({
      TestSection: { oneOf: all.map(() => ({ $ref: expect.any(String) })) },
      HeroTestSection: {
        additionalProperties: false,
        properties: { content: { $ref: '#/$defs/HeroContentInput' } },
      },
      HeroContentInput: toJsonSchema(sectionTypes.get('hero')?.content ?? schema),
    });
  });
});

describe('cleaning content', () => {
  it('cleaning refuses unknown types and invalid content', () => {
    expect(() => cleanContent('nope', {})).toThrow('Unknown');
    expect(() => cleanContent('__proto__', {})).toThrow('Unknown');
    expect(() => cleanContent('hero', {})).toThrow('heading');
  });
});

describe('asset ids in content', () => {
  it('each asset in content is found once, at any depth', () => {
    const picture = { assetId };
    const other = assetId.replace(/a$/, 'b');
    const content = { picture, items: [{ picture }, { picture: { assetId: other, alt: 'x' } }, null, 3] };
    expect(namedAssetIds(content, newId()).sort()).toEqual([assetId, other]);
    expect(namedAssetIds(undefined, newId())).toEqual([]);
  });
});
