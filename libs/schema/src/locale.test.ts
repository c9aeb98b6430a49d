import { parse } from './parse';
import { s } from './s';

describe('a language', () => {
  it.each([
    ['en', 'en'],
    ['DE', 'de'],
    ['pt-br', 'pt-BR'],
    ['zh-hant-tw', 'zh-Hant-TW'],
    ['iw', 'he'],
    ['sr-Latn', 'sr-Latn'],
    ['de-1996', 'de-1996'],
  ])('%p is kept as %p', (given, kept) => {
    expect(parse(s.locale(), given)).toEqual({ value: kept });
  });

  it.each(['', 'english', 'e', 'en_US', 'en-', 'en US', ' en', 'en-US-', '12', 'en"><script>', 'en\n'])(
    '%p is refused',
    (given) => {
      expect(parse(s.object({ locale: s.locale() }), { locale: given })).toMatchObject({
        errors: [{ field: 'locale', message: expect.stringMatching(/^locale /) }],
      });
    },
  );
});

describe('a time zone', () => {
  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['America/Argentina/Ushuaia', 'America/Argentina/Ushuaia'],
    ['UTC', 'UTC'],
  ])('%p is kept as %p', (given, kept) => {
    expect(parse(s.timeZone(), given)).toEqual({ value: kept });
  });

  it.each(['', 'Europe/Atlantis', '+01:00', '-0500', 'CEST', 'Europe/Berlin ', 'berlin'])(
    '%p is refused',
    (given) => {
      expect(parse(s.object({ timeZone: s.timeZone() }), { timeZone: given })).toMatchObject({
        errors: [{ field: 'timeZone', message: expect.stringMatching(/^timeZone /) }],
      });
    },
  );
});
