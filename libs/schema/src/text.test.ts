import fc from 'fast-check';
import { parse } from './parse';
import { s } from './s';

const title = (text: string, max = 100) => parse(s.object({ title: s.string({ max }) }), { title: text });

describe('text', () => {
  it('is kept in NFC, with lines ended by line feeds', () => {
    expect(title('Cafe\u0301')).toEqual({ value: { title: 'Caf\u00e9' } });
    expect(title('one\r\ntwo\tthree\n')).toEqual({ value: { title: 'one\ntwo\tthree\n' } });
    expect(title('👩‍👩‍👧 שלום 日本語')).toEqual({ value: { title: '👩‍👩‍👧 שלום 日本語' } });
  });

  it('is as long as its characters in NFC', () => {
    const vietnamese = 'ế'.normalize('NFD').repeat(5);
    expect(title(vietnamese, 5)).toEqual({ value: { title: 'ế'.repeat(5) } });
    expect(title(vietnamese, 4)).toHaveProperty('errors');
  });

  it.each([
    ['NUL', '\u0000'],
    ['a backspace', '\u0008'],
    ['a vertical tab', '\u000b'],
    ['a form feed', '\u000c'],
    ['a carriage return alone', '\r'],
    ['an escape', '\u001b'],
    ['DEL', '\u007f'],
    ['a C1 control', '\u0085'],
    ['the last C1 control', '\u009f'],
    ['a lone high surrogate', '\ud83e'],
    ['a lone low surrogate', '\udd77'],
    ['U+FFFE', '\ufffe'],
    ['U+FFFF', '\uffff'],
    ['U+FDD0', '\ufdd0'],
    ['U+1FFFE', '\u{1fffe}'],
  ])('with %s is refused, naming the field', (_what, character) => {
    const refused = {
      errors: [{ field: 'title', message: 'title must be text without control characters' }],
    };
    expect(title(`a${character}b`)).toEqual(refused);
    expect(title(character)).toEqual(refused);
  });

  it('is judged in lists, in the keys of records, and in free JSON alike', () => {
    const schema = s.object({
      tags: s.array(s.string()),
      days: s.record(s.string()),
      data: s.anyObject(),
      any: s.unknown(),
    });
    const clean = { tags: [], days: {}, data: {}, any: null };
    const bad = 'x\u0000';
    for (const [change, field] of [
      [{ tags: ['a', bad] }, 'tags.1'],
      [{ days: { monday: bad } }, 'days.monday'],
      [{ days: { [bad]: 'a' } }, `days.${bad}`],
      [{ data: { deep: [{ er: bad }] } }, 'data.deep.0.er'],
      [{ data: { deep: { [bad]: 1 } } }, `data.deep.${bad}`],
      [{ any: [bad] }, 'any.0'],
      [{ any: bad }, 'any'],
    ] as const) {
      expect(parse(schema, { ...clean, ...change })).toMatchObject({ errors: [{ field }] });
    }
    const decomposed = 'e\u0301';
    const given = {
      tags: [decomposed],
      days: { [decomposed]: 'a' },
      data: { a: [decomposed] },
      any: decomposed,
    };
    expect(parse(schema, given)).toEqual({
      value: { tags: ['é'], days: { é: 'a' }, data: { a: ['é'] }, any: 'é' },
    });
    expect(parse(schema, { ...clean, data: { __proto__x: 1 } })).toHaveProperty('value');
  });

  it('is refused with every place in free JSON that holds it, 50 at most', () => {
    const schema = s.object({ content: s.anyObject() });
    const places = (content: object) => {
      const read = parse(schema, { content });
      return 'errors' in read && read.errors;
    };
    expect(places({ heading: '\u0000', items: [{ url: 'x' }, { url: '\u0001' }] })).toEqual([
      { field: 'content.heading', message: 'content.heading must be text without control characters' },
      {
        field: 'content.items.1.url',
        message: 'content.items.1.url must be text without control characters',
      },
    ]);
    expect(places({ items: Array(100).fill('\u0000') })).toHaveLength(50);
  });

  it('that is searched for is in NFC too, and may be what no text holds', () => {
    const query = (q: string) => parse(s.object({ q: s.string() }), { q }, { convert: true });
    expect(query('e\u0301')).toEqual({ value: { q: 'é' } });
    expect(query('a\u0000')).toEqual({ value: { q: 'a\u0000' } });
  });

  it('that our own services have stored before is read as it is', () => {
    const stored = { title: 'a\u0000e\u0301', data: { '\u0000': '\u0000' } };
    const schema = s.object({ title: s.string(), data: s.anyObject() });
    expect(parse(schema, stored, { stripUnknown: true })).toEqual({ value: stored });
  });

  it('is refused or handed on in a form that passes again unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const first = parse(s.string({ min: 0 }), text);
        if ('errors' in first) expect(text).toMatch(/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u);
        else expect(parse(s.string({ min: 0 }), first.value)).toEqual(first);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the words of an error', () => {
  const schema = s.object({
    slug: s.string({ pattern: /^[a-z]+$/, must: 'be small letters' }),
    sections: s.array(s.object({ content: s.object({ heading: s.string({ max: 3 }) }) })),
    tags: s.array(s.string(), { unique: true }),
  });
  const sections = [{ content: { heading: 'long' } }, { content: { heading: 1 } }];

  it('name the field as `field` does, and say what it must be', () => {
    expect(parse(schema, { slug: 'Bad Slug', sections, tags: ['a', 'a'] })).toEqual({
      errors: [
        { field: 'slug', message: 'slug must be small letters' },
        {
          field: 'sections.0.content.heading',
          message: 'sections.0.content.heading must have at most 3 characters',
        },
        { field: 'sections.1.content.heading', message: 'sections.1.content.heading must be a string' },
        { field: 'tags.1', message: 'tags.1 contains a duplicate value' },
      ],
    });
  });

  it('begin where the value stands in what was sent', () => {
    expect(parse(schema, { slug: 'a', sections, tags: [] }, { at: 'content' })).toMatchObject({
      errors: [
        {
          field: 'content.sections.0.content.heading',
          message: 'content.sections.0.content.heading must have at most 3 characters',
        },
        { field: 'content.sections.1.content.heading' },
      ],
    });
    expect(parse(s.object({}), 7, { at: 'content' })).toEqual({
      errors: [{ field: 'content', message: 'content must be of type object' }],
    });
  });

  it('show no pattern', () => {
    for (const [field, of] of Object.entries({
      id: s.uuid(),
      email: s.email(),
      at: s.dateTime(),
      domain: s.domainName(),
      color: s.color(),
      locale: s.locale(),
    })) {
      const { errors = [] } = {
        errors: [],
        ...parse(s.object({ [field]: of }), { [field]: 'no such thing' }),
      };
      expect(errors).toEqual([{ field, message: expect.stringMatching(`^${field} must be an? `) }]);
    }
  });
});
