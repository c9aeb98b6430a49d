import { parse } from './parse';
import { s } from './s';
import { type Infer, partial, type Schema, toJsonSchema } from './schema';

const newPage = s.object({
  title: s.string({ max: 5 }),
  slug: s.string({ pattern: /^[a-z0-9-]+$/, must: 'be small letters', max: 255 }),
  status: s.default(s.enum('draft', 'published'), 'draft'),
  note: s.optional(s.nullable(s.string({ min: 0 }))),
  tags: s.optional(s.array(s.string(), { max: 2, unique: true })),
});
type NewPage = Infer<typeof newPage>;

describe('typed schemas', () => {
  it('documents the stricter schema where one is given for that, also inside others', () => {
    const any = s.object({ type: s.string(), content: s.anyObject() });
    const hero = s.named(
      'HeroPart',
      s.object({ type: s.enum('hero'), content: s.object({ title: s.string() }) }),
    );
    const cta = s.named(
      'CtaPart',
      s.object({ type: s.enum('cta'), content: s.object({ label: s.string() }) }),
    );
    const part = s.documentedAs(any, s.named('Part', s.union('type', { hero, cta })));
    const retired = { type: 'retired', content: { anything: 1 } };
    expect(parse(s.array(part), [retired])).toEqual({ value: [retired] });
    const json = toJsonSchema(s.object({ parts: s.array(part) }), 'output');
    expect(json).toMatchObject({
      properties: { parts: { items: { $ref: '#/$defs/Part' } } },
      $defs: {
        Part: { oneOf: [{ $ref: '#/$defs/HeroPart' }, { $ref: '#/$defs/CtaPart' }] },
        HeroPart: { properties: { content: { required: ['title'] } } },
      },
    });
    expect(JSON.stringify(json)).not.toContain('documentedAs');
  });

  it('gives the type that valid input has', () => {
    const page: NewPage = { title: 'a', slug: 'b', status: 'draft' };
    expect(parse(newPage, { title: 'a', slug: 'b' })).toEqual({ value: page });
  });

  it('names every bad field, and the unknown ones', () => {
    const result = parse(newPage, { title: 'too long', slug: 'B!', status: 'x', nope: 1 });
    expect(result).toEqual({
      errors: expect.arrayContaining(
        ['title', 'slug', 'status', 'nope'].map((field) => expect.objectContaining({ field })),
      ),
    });
  });

  it('counts characters, not UTF-16 units', () => {
    expect(parse(s.string({ max: 5 }), '🥷🥷🥷🥷🥷')).toEqual({ value: '🥷🥷🥷🥷🥷' });
    expect(parse(s.string({ max: 4 }), '🥷🥷🥷🥷🥷')).toHaveProperty('errors');
    expect(parse(s.string({ min: 2 }), '🥷')).toHaveProperty('errors');
  });

  it('refuses text that storage could not give back byte for byte', () => {
    expect(parse(s.string(), 'a\ud800b')).toHaveProperty('errors');
    expect(parse(s.string({ exact: true }), 'a\ud800b')).toHaveProperty('errors');
    expect(parse(s.string({ exact: true }), 'a\u0000b')).toEqual({ value: 'a\u0000b' });
  });

  it('coerces nothing in a body, and numbers and flags in a query', () => {
    const query = s.object({ page: s.integer({ min: 1 }), all: s.boolean() });
    expect(parse(query, { page: '2', all: 'true' })).toHaveProperty('errors');
    expect(parse(query, { page: '2', all: 'true' }, { convert: true })).toEqual({
      value: { page: 2, all: true },
    });
  });

  it('strips defaults from a patch, so that absent stays unchanged', () => {
    expect(parse(partial(newPage), {})).toEqual({ value: {} });
    expect(parse(partial(newPage), { note: null, nope: 1 })).toHaveProperty('errors');
  });

  it('tells variants apart by their field, and names what is wrong inside', () => {
    const target = s.union('type', {
      page: s.object({ type: s.enum('page'), pageId: s.string() }),
      url: s.object({ type: s.enum('url'), url: s.string() }),
    });
    expect(parse(target, { type: 'url', url: 'x' })).toEqual({ value: { type: 'url', url: 'x' } });
    expect(parse(s.object({ target }), { target: { type: 'url' } })).toMatchObject({
      errors: [{ field: 'target.url' }],
    });
    expect(parse(s.object({ target }), { target: { type: 'no' } })).toMatchObject({
      errors: [{ field: 'target.type' }],
    });
    expect(parse(s.object({ target }), {})).toMatchObject({ errors: [{ field: 'target' }] });
    expect(toJsonSchema(target)).toEqual({
      oneOf: [
        expect.objectContaining({ required: ['pageId', 'type'] }),
        expect.objectContaining({ required: ['type', 'url'] }),
      ],
    });
  });

  it('is JSON Schema with its limits', () => {
    expect(toJsonSchema(newPage)).toEqual({
      type: 'object',
      additionalProperties: false,
      required: ['slug', 'title'],
      properties: {
        title: { type: 'string', minLength: 1, maxLength: 5 },
        slug: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[a-z0-9-]+$' },
        status: { type: 'string', enum: ['draft', 'published'] },
        note: { type: ['string', 'null'], maxLength: 10000 },
        tags: {
          type: 'array',
          maxItems: 2,
          uniqueItems: true,
          items: { type: 'string', minLength: 1, maxLength: 10000 },
        },
      },
    });
    expect(toJsonSchema(s.dateTime())).toMatchObject({ format: 'date-time' });
  });

  it.each([
    [
      'text that a pattern would read once for each of its characters',
      s.string({ max: 253, pattern: /^[^\s/]+\.[^\s/]+$/, must: 'be a domain' }),
      `${'.'.repeat(200_000)}/`,
    ],
    [
      'a list whose items would each be compared with all others',
      s.array(s.string(), { max: 42, unique: true }),
      Array.from({ length: 20_000 }, (_, index) => ({ index })),
    ],
    [
      'more unknown fields than anybody can be told of',
      s.object({ name: s.string() }),
      Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`field${index}`, index])),
    ],
    [
      'more text than it would be quick to look through for further faults',
      s.array(s.string({ max: 20_000, pattern: /^a/, must: 'begin with a' })),
      Array.from({ length: 20 }, () => 'b'.repeat(20_000)),
    ],
  ])('refuses %s for its first fault alone', (_what, schema: Schema<unknown>, value) => {
    expect(parse(schema, value)).toHaveProperty('errors.length', 1);
  });

  it('still names every bad field of what is large but not hostile', () => {
    const rows = Array.from({ length: 40 }, () => ({
      title: '',
      cells: Array.from({ length: 50 }, () => 'x'),
    }));
    const result = parse(s.array(s.object({ title: s.string(), cells: s.array(s.string()) })), rows);
    expect(result).toHaveProperty('errors.length', 40);
  });
});

it('one of several values that may also be null is documented with null among them', () => {
  const role = s.nullable(s.enum('editor', 'viewer'));
  expect(toJsonSchema(role)).toEqual({ type: ['string', 'null'], enum: ['editor', 'viewer', null] });
  expect(toJsonSchema(s.object({ role })).properties).toMatchObject({
    role: { enum: ['editor', 'viewer', null] },
  });
});
