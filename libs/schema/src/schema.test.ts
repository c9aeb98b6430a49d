import {
  check,
  flag,
  type Infer,
  integer,
  jsonSchema,
  list,
  moment,
  nullable,
  oneOf,
  optional,
  patchOf,
  type Schema,
  shape,
  text,
  variants,
  withDefault,
} from './schema';

const newPage = shape({
  title: text({ max: 5 }),
  slug: text({ pattern: /^[a-z0-9-]+$/, max: 255 }),
  status: withDefault(oneOf('draft', 'published'), 'draft'),
  note: optional(nullable(text({ min: 0 }))),
  tags: optional(list(text(), { max: 2, unique: true })),
});
type NewPage = Infer<typeof newPage>;

describe('typed schemas', () => {
  it('gives the type that valid input has', () => {
    const page: NewPage = { title: 'a', slug: 'b', status: 'draft' };
    expect(check(newPage, { title: 'a', slug: 'b' })).toEqual({ value: page });
  });

  it('names every bad field, and the unknown ones', () => {
    const result = check(newPage, { title: 'too long', slug: 'B!', status: 'x', nope: 1 });
    expect(result).toEqual({
      errors: expect.arrayContaining(
        ['title', 'slug', 'status', 'nope'].map((field) => expect.objectContaining({ field })),
      ),
    });
  });

  it('counts characters, not UTF-16 units', () => {
    expect(check(text({ max: 5 }), '🥷🥷🥷🥷🥷')).toEqual({ value: '🥷🥷🥷🥷🥷' });
    expect(check(text({ max: 4 }), '🥷🥷🥷🥷🥷')).toHaveProperty('errors');
    expect(check(text({ min: 2 }), '🥷')).toHaveProperty('errors');
  });

  it('refuses text that storage could not give back byte for byte', () => {
    expect(check(text(), 'a\ud800b')).toHaveProperty('errors');
    expect(check(text(), 'a\u0000b')).toEqual({ value: 'a\u0000b' });
  });

  it('coerces nothing in a body, and numbers and flags in a query', () => {
    const query = shape({ page: integer({ min: 1 }), all: flag() });
    expect(check(query, { page: '2', all: 'true' })).toHaveProperty('errors');
    expect(check(query, { page: '2', all: 'true' }, { convert: true })).toEqual({
      value: { page: 2, all: true },
    });
  });

  it('strips defaults from a patch, so that absent stays unchanged', () => {
    expect(check(patchOf(newPage), {})).toEqual({ value: {} });
    expect(check(patchOf(newPage), { note: null, nope: 1 })).toHaveProperty('errors');
  });

  it('tells variants apart by their field, and names what is wrong inside', () => {
    const target = variants('type', {
      page: shape({ type: oneOf('page'), pageId: text() }),
      url: shape({ type: oneOf('url'), url: text() }),
    });
    expect(check(target, { type: 'url', url: 'x' })).toEqual({ value: { type: 'url', url: 'x' } });
    expect(check(shape({ target }), { target: { type: 'url' } })).toMatchObject({
      errors: [{ field: 'target.url' }],
    });
    expect(check(shape({ target }), { target: { type: 'no' } })).toMatchObject({
      errors: [{ field: 'target.type' }],
    });
    expect(check(shape({ target }), {})).toMatchObject({ errors: [{ field: 'target' }] });
    expect(jsonSchema(target)).toEqual({
      anyOf: [
        expect.objectContaining({ required: ['pageId', 'type'] }),
        expect.objectContaining({ required: ['type', 'url'] }),
      ],
    });
  });

  it('takes moments that every database can hold', () => {
    for (const time of ['2026-01-02T03:04:05.678Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59+14:00']) {
      expect(check(moment(), time)).toEqual({ value: time });
    }
    for (const time of ['+012000-01-01T00:00:00Z', '0000-01-01T00:00:00Z', '0001-01-01T00:00:00+14:00']) {
      expect(check(moment(), time)).toHaveProperty('errors');
    }
    expect(check(moment(), '9999-12-31T23:59:59-10:00')).toHaveProperty('errors');
  });

  it('is JSON Schema with its limits', () => {
    expect(jsonSchema(newPage)).toEqual({
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
    expect(jsonSchema(moment())).toMatchObject({ format: 'date-time' });
  });

  it.each([
    [
      'text that a pattern would read once for each of its characters',
      text({ max: 253, pattern: /^[^\s/]+\.[^\s/]+$/ }),
      `${'.'.repeat(200_000)}/`,
    ],
    [
      'a list whose items would each be compared with all others',
      list(text(), { max: 42, unique: true }),
      Array.from({ length: 20_000 }, (_, index) => ({ index })),
    ],
    [
      'more unknown fields than anybody can be told of',
      shape({ name: text() }),
      Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`field${index}`, index])),
    ],
    [
      'more text than it would be quick to look through for further faults',
      list(text({ max: 20_000, pattern: /^a/ })),
      Array.from({ length: 20 }, () => 'b'.repeat(20_000)),
    ],
  ])('refuses %s for its first fault alone', (_what, schema: Schema<unknown>, value) => {
    expect(check(schema, value)).toHaveProperty('errors.length', 1);
  });

  it('still names every bad field of what is large but not hostile', () => {
    const rows = Array.from({ length: 40 }, () => ({
      title: '',
      cells: Array.from({ length: 50 }, () => 'x'),
    }));
    const result = check(list(shape({ title: text(), cells: list(text()) })), rows);
    expect(result).toHaveProperty('errors.length', 40);
  });
});
