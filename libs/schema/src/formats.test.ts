import fc from 'fast-check';
import { mailboxOf } from './email';
import { parse } from './parse';
import { s } from './s';
import { toJsonSchema } from './schema';

describe('an id', () => {
  const id = '0190b3c1-7c6e-7a44-9d0e-3f1b8a5c2d1f';

  it.each([id, id.toUpperCase(), '0190B3c1-7c6e-7A44-9d0e-3f1b8a5c2d1F'])(
    '%s is taken in lower case',
    (given) => {
      expect(parse(s.uuid(), given)).toEqual({ value: id });
      expect(parse(s.nullable(s.uuid()), given)).toEqual({ value: id });
    },
  );

  it.each([
    `{${id}}`,
    `(${id})`,
    `[${id}]`,
    id.replaceAll('-', ''),
    id.replaceAll('-', ':'),
    `urn:uuid:${id}`,
    ` ${id}`,
    `${id}\n`,
    id.slice(1),
    id.replace('0', 'g'),
  ])('%j is refused', (given) => {
    expect(parse(s.uuid(), given)).toHaveProperty('errors');
  });
});

describe('an email address', () => {
  it.each([
    ['Mara@Harbor.Example', 'Mara@harbor.example', 'mara@harbor.example'],
    [' mara@harbor.example\n', 'mara@harbor.example', 'mara@harbor.example'],
    ['jose\u0301@field.example', 'josé@field.example', 'josé@field.example'],
    ['JOSE\u0301@FIELD.example', 'JOSÉ@field.example', 'josé@field.example'],
    ['info@Bücher.example', 'info@xn--bcher-kva.example', 'info@xn--bcher-kva.example'],
    ['info@bu\u0308cher.example', 'info@xn--bcher-kva.example', 'info@xn--bcher-kva.example'],
    ['info@XN--BCHER-KVA.example', 'info@xn--bcher-kva.example', 'info@xn--bcher-kva.example'],
    ["O'Brien+tag@field.example", "O'Brien+tag@field.example", "o'brien+tag@field.example"],
    ['用户@例子.广告', '用户@xn--fsqu00a.xn--4rr70v', '用户@xn--fsqu00a.xn--4rr70v'],
  ])('%j is kept as %j, and is the mailbox %j', (given, kept, mailbox) => {
    expect(parse(s.email(), given)).toEqual({ value: kept });
    expect([mailboxOf(given), mailboxOf(kept)]).toEqual([mailbox, mailbox]);
  });

  it.each([
    '',
    'mara',
    '@harbor.example',
    'mara@',
    'mara@localhost',
    'mara@harbor.example:25',
    'mara@harbor.example/x',
    'mara@127.0.0.1',
    'mara@0x7f.1',
    'mara@harbor..example',
    'mara@-harbor.example',
    'ma ra@harbor.example',
    'mara@har bor.example',
    'mara@harbor.example, joe@harbor.example',
    'Mara <mara@harbor.example>',
    'ma\u0000ra@harbor.example',
    'ma\u0085ra@harbor.example',
    'mara@har%62or.example',
    `${'a'.repeat(250)}@b.example`,
  ])('%j is refused', (given) => {
    expect(parse(s.email(), given)).toHaveProperty('errors');
  });

  it('is in its one form once it has been taken', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        const first = parse(s.email(), address);
        if ('value' in first) expect(parse(s.email(), first.value)).toEqual(first);
        expect(mailboxOf(mailboxOf(address))).toBe(mailboxOf(address));
      }),
    );
  });
});

describe('a colour', () => {
  it.each([
    ['#1d4ED8', '#1d4ED8'],
    ['#fff', '#ffffff'],
    ['#1aF', '#11aaFF'],
  ])('%s is taken as %s', (given, kept) => {
    expect(parse(s.color(), given)).toEqual({ value: kept });
  });

  it.each(['fff', '#ffff', '#ggg', 'red', '#1D4ED8;', '#1D4ED8\n'])('%j is refused', (given) => {
    expect(parse(s.color(), given)).toHaveProperty('errors');
  });
});

it('the document names the formats', () => {
  expect(toJsonSchema(s.uuid())).toEqual({ type: 'string', minLength: 1, format: 'uuid' });
  expect(toJsonSchema(s.email())).toMatchObject({ format: 'email', maxLength: 254 });
  expect(toJsonSchema(s.dateTime())).toMatchObject({ format: 'date-time' });
  expect(toJsonSchema(s.color())).toMatchObject({ pattern: expect.stringContaining('#') });
});
