import { telephoneLink } from './telephone';

describe('a telephone link', () => {
  it.each([
    ['020 7946 0991', 'tel:02079460991'],
    ['(555) 010-1234 ext. 56', 'tel:5550101234;ext=56'],
    ['(555) 010-1234 x56', 'tel:5550101234;ext=56'],
    ['555 010 1234, Extension: 56', 'tel:5550101234;ext=56'],
    ['030 123456 Durchwahl 7', 'tel:030123456;ext=7'],
    ['+44 (0)20 7946 0991', 'tel:+442079460991'],
    ['(+44) 20 7946 0991', 'tel:+442079460991'],
    ['+1 212 555 0123 #7', 'tel:+12125550123;ext=7'],
    ['030/123456', 'tel:030123456'],
    ['+49 30/123456', 'tel:+4930123456'],
    ['Tel.: 089 123 456-0', 'tel:0891234560'],
    ['020 7946 0991 (office, 9-17)', 'tel:02079460991'],
    ['020 7946 0991 (24h)', 'tel:02079460991'],
    ['24/7: 020 7946 0991', 'tel:02079460991'],
    ['Mon-Fri 9-17, 020 7946 0991', 'tel:02079460991'],
    ['０２０ ７９４６ ０９９１', 'tel:02079460991'],
    ['020–7946–0991', 'tel:02079460991'],
    ['112', 'tel:112'],
    ['*100#', 'tel:*100%23'],
  ])('dials the one number in %j', (text, href) => {
    expect(telephoneLink(text)).toBe(href);
  });

  it.each([
    '',
    'by email only',
    '020 7946 0991 or 020 7946 0992',
    '555 0101, 555 0102',
    '+44 20 7946 0991 / +44 20 7946 0992',
    '555-1234/5678',
    '030 123456/78',
    '1-800-FLOWERS',
    '020 7946 0991 9am',
    '+999 99',
    '123456789012345678',
  ])('is not made of %j, where there is no one number', (text) => {
    expect(telephoneLink(text)).toBeUndefined();
  });

  it.each([
    [{ locale: 'en-GB' }, 'tel:+442079460991'],
    [{ timeZone: 'Europe/London' }, 'tel:+442079460991'],
    [{ locale: 'en', timeZone: 'Europe/London' }, 'tel:+442079460991'],
    [{ locale: 'en' }, 'tel:02079460991'],
    [{ locale: 'en', timeZone: 'UTC' }, 'tel:02079460991'],
  ])('dials by the numbering plan of %j', (locality, href) => {
    expect(telephoneLink('020 7946 0991', locality)).toBe(href);
  });

  it('is not made of a number that is too long for its country', () => {
    expect(telephoneLink('020 7946 0991 9-17 Uhr', { locale: 'en-GB' })).toBeUndefined();
    expect(telephoneLink('555-0123', { locale: 'en-US' })).toBe('tel:5550123');
  });
});
