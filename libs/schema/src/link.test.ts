import { LINK_PATTERN, mendLink, parse, s, toJsonSchema } from '.';

const pattern = new RegExp(LINK_PATTERN.source, 'u');

describe('a link', () => {
  it.each([
    "https://en.example/wiki/Bob's_Burgers",
    'https://en.example/wiki/Mercury_(planet)',
    "https://x.example/-._~!$&'()*+,;=:@/?/?#/?",
    'http://localhost:8080/a%20b',
    'https://user@x.example',
    'http://[2001:db8::1]:80/',
    'https://bücher.example/über?q=ä#ö',
    '/',
    '/services/emergency?utm_source=mail&gclid=1#top',
    "/o'brien",
    '?page=2',
    '#hours',
    '#section/2:a',
    "mailto:o'brien@field.example",
    'mailto:a+b@x.example,c@y.example?cc=d@z.example&subject=Hello%20there',
    'mailto:%22not%40me%22@example.org',
    'mailto:?subject=Look',
    'tel:+1-201-555-0123',
    'tel:+1(201)555.0123;ext=56',
    'tel:7042;phone-context=example.com',
    'tel:863-1234;phone-context=+1-914-555',
    'tel:112',
  ])('is kept as it is: %s', (link) => {
    expect(parse(s.link(), link)).toEqual({ value: link });
    expect(pattern.test(link)).toBe(true);
  });

  it.each([
    [' https://x.example/ ', 'https://x.example/'],
    ['\u200bhttps://x.example/\n', 'https://x.example/'],
    ['HTTPS://X.example/A', 'https://X.example/A'],
    ['MailTo: a@x.example', 'mailto:a@x.example'],
    ['mailto://a@x.example', 'mailto:a@x.example'],
    ['TEL:+44 20 7946 0991', 'tel:+44-20-7946-0991'],
    ['tel:030/123 ;ext=5', 'tel:030-123;ext=5'],
    ['tel:*100#', 'tel:*100%23'],
    ['https://x.example/my file.pdf', 'https://x.example/my%20file.pdf'],
    ['/my file.pdf', '/my%20file.pdf'],
    ['/100%', '/100%25'],
    ['/a?b[]=1|2', '/a?b%5B%5D=1%7C2'],
    ['/a#b#c', '/a#b%23c'],
  ])('%j is mended, once and for all', (given, mended) => {
    expect(parse(s.link(), given)).toEqual({ value: mended });
    expect(mendLink(mended)).toBe(mended);
    expect(pattern.test(mended)).toBe(true);
  });

  it.each([
    'javascript:alert(1)',
    'ftp://x.example',
    '//x.example',
    '/\\x.example',
    'https:x.example',
    'https://',
    'https:///x',
    'https://x y.example',
    'https://x.example:99999/',
    'https://x.example/"onclick="x',
    'https://x.example/\u0000',
    'www.example.com',
    'contact',
    'mailto:',
    'mailto:nobody',
    'mailto:a@b@c',
    'mailto:a@b.example,',
    'tel:',
    'tel:call-me',
    'tel:+44;=x',
    '#',
    '?',
  ])('%j is refused by name', (given) => {
    expect(parse(s.object({ href: s.link() }), { href: given })).toEqual({
      errors: [{ field: 'href', message: expect.stringMatching(/^href must be a link: /) }],
    });
  });

  it('has a length that counts what is kept', () => {
    expect(parse(s.link(), `/${'a'.repeat(1_999)}${' '.repeat(100)}`)).toEqual({
      value: `/${'a'.repeat(1_999)}`,
    });
    expect(parse(s.link(), `/${' a'.repeat(1_000)}`)).toMatchObject({ errors: [{ field: '' }] });
  });

  it('is text of a pattern in the document', () => {
    expect(toJsonSchema(s.link())).toMatchObject({
      type: 'string',
      maxLength: 2_000,
      pattern: LINK_PATTERN.source,
    });
  });
});

describe('a web address', () => {
  it('is absolute', () => {
    expect(parse(s.webAddress(), "HTTPS://x.example/o'brien ")).toEqual({
      value: "https://x.example/o'brien",
    });
    for (const other of ['/contact', '#hours', 'mailto:a@x.example', 'tel:112', 'x.example']) {
      expect(parse(s.webAddress(), other)).toEqual({
        errors: [{ field: '', message: expect.stringContaining('web address') }],
      });
    }
  });
});

describe('a path of the site', () => {
  const path = (text: string) => parse(s.sitePath(), text);

  it.each(['/', '/contact', '/services/emergency?from=old#top'])('is kept as it is: %s', (text) => {
    expect(path(text)).toEqual({ value: text });
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    'https://joes.example/contact',
    'contact',
    '#hours',
    '?q=1',
    '',
  ])('is never something else: %s', (text) => {
    expect(path(text)).toHaveProperty('errors');
  });

  it('says in documents what it looks like', () => {
    const { pattern: source } = toJsonSchema(s.sitePath());
    expect(new RegExp(String(source), 'u').test('/contact')).toBe(true);
    expect(new RegExp(String(source), 'u').test('//evil.example')).toBe(false);
  });
});
