import { parse, s } from '.';

describe('a telephone number', () => {
  it.each([
    ['+442079460018', '+442079460018'],
    ['+44 (0)20 7946-0018', '+442079460018'],
    ['tel:+49-30-123456', '+4930123456'],
  ])('%s is kept in E.164', (given, kept) => {
    expect(parse(s.telephone(), given)).toEqual({ value: kept });
  });

  it.each(['020 7946 0018', '+44 20', '+999 123 456', '+442079460018;ext=3', 'call us', ''])(
    '%j is refused',
    (given) => {
      expect(parse(s.telephone(), given)).toHaveProperty('errors');
    },
  );
});

describe('a country and a currency', () => {
  it('are kept in upper case', () => {
    expect(parse(s.country(), 'gb')).toEqual({ value: 'GB' });
    expect(parse(s.currency(), 'eur')).toEqual({ value: 'EUR' });
  });

  it.each(['UK', 'EU', 'ZZ', 'GBR', ''])('%j is no country', (given) => {
    expect(parse(s.country(), given)).toHaveProperty('errors');
  });

  it.each(['EURO', 'ZZZ', '€', ''])('%j is no currency', (given) => {
    expect(parse(s.currency(), given)).toHaveProperty('errors');
  });
});

describe('a day and a time of the day', () => {
  it.each(['2026-12-24', '2028-02-29'])('%s is a day', (given) => {
    expect(parse(s.date(), given)).toEqual({ value: given });
  });

  it.each(['2026-02-29', '2026-13-01', '24.12.2026', '2026-12-24T00:00:00Z', ''])('%j is no day', (given) => {
    expect(parse(s.date(), given)).toHaveProperty('errors');
  });

  it.each(['00:00', '23:59'])('%s is a time', (given) => {
    expect(parse(s.clockTime(), given)).toEqual({ value: given });
  });

  it.each(['24:00', '9:00', '12:60', '12:00:00', ''])('%j is no time', (given) => {
    expect(parse(s.clockTime(), given)).toHaveProperty('errors');
  });
});

describe('an https address', () => {
  it.each([['HTTPS://x.com/harbor', 'https://x.com/harbor']])('%s is kept as %s', (given, kept) => {
    expect(parse(s.httpsAddress(), given)).toEqual({ value: kept });
  });

  it.each(['http://x.com', '//x.com', 'javascript:alert(1)', '/harbor'])('%s is refused', (given) => {
    expect(parse(s.httpsAddress(), given)).toHaveProperty('errors');
  });
});
