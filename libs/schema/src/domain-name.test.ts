import { parse } from './parse';
import { s } from './s';

describe('a domain', () => {
  it.each([
    'example.com',
    'WWW.Example.com',
    'example.com.',
    'xn--mller-kva.de',
    'müller.de',
    'пример.рф',
    'a.b-c.d1',
  ])('can be %p', (domain) => {
    expect(parse(s.domainName(), domain)).toEqual({ value: domain });
  });

  it.each(['localhost', '127.0.0.1', '1.2', '-a.com', 'a-.com', 'a..com', 'a.com:80', 'a.com\n', 'a b.com'])(
    'cannot be %p',
    (domain) => {
      expect(parse(s.domainName(), domain)).toHaveProperty('errors');
    },
  );
});
