import { mailLink } from './links';
import { linkTarget, targetsOf } from './own-links';

describe('a mail link', () => {
  it.each([
    ["o'brien@field.example", "mailto:o'brien@field.example"],
    ['a+b@x.example', 'mailto:a%2Bb@x.example'],
    ['100%&?#/@x.example', 'mailto:100%25%26%3F%23%2F@x.example'],
    ['"a b"@x.example', 'mailto:%22a%20b%22@x.example'],
    ['me@bücher.example', 'mailto:me@xn--bcher-kva.example'],
    [' me@x.example ', 'mailto:me@x.example'],
  ])('is made of %s (RFC 6068)', (address, href) => {
    expect(mailLink(address)).toBe(href);
  });

  it.each(['', 'nobody', '@x.example', 'a@', 'a\ud800@x.example'])('is not made of %j', (address) => {
    expect(mailLink(address)).toBeUndefined();
  });
});

describe('the target of a link', () => {
  it.each([
    ['/services', '/services'],
    ['/services/?a=b#c', '/services'],
    ['/%73ervices', '/services'],
    ['/a/../services', '/services'],
    ['/', '/'],
    ['/home', '/'],
    ['http://JOES.example:8080/services', '//joes.example/services'],
    ['https://www.joes.example./', '//joes.example/'],
    ['https://bücher.example', '//xn--bcher-kva.example/'],
    ['mailto:a@joes.example', undefined],
    ['#top', undefined],
    ['?page=2', undefined],
    ['https://x.example:99999', undefined],
  ])('%s leads to %s', (href, target) => {
    expect(linkTarget(href)).toBe(target);
  });

  it('is one of those that lead to a page of the site', () => {
    expect(targetsOf('/services', ['joes.example', 'www.joes.example'])).toEqual([
      '/services',
      '//joes.example/services',
    ]);
  });
});
