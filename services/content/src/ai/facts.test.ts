import { hoursOf, phoneOf } from './facts';
import { testFacts } from './facts-test-support';

const { business } = testFacts;

describe('the facts of a business', () => {
  it('have days of the same hours together, in the language of the site', () => {
    const [usual, friday] = ['9:00-17:00', 'by appointment'];
    const businessHours = { monday: usual, tuesday: usual, thursday: usual, friday };
    expect(hoursOf({ ...testFacts, business: { ...business, locale: 'de', businessHours } })).toEqual([
      'Montag–Dienstag 9:00–17:00',
      'Donnerstag 9:00–17:00',
      'Freitag By appointment',
    ]);
  });

  it('are those of its primary location where it says nothing itself', () => {
    expect([phoneOf(testFacts), hoursOf(testFacts)]).toEqual(['+442079460018', ['Friday 18:00–2:00']]);
    expect(phoneOf({ ...testFacts, business: { ...business, contactPhone: '020 1' } })).toBe('020 1');
  });

  it('are nothing where nothing is known', () => {
    expect([phoneOf({ ...testFacts, places: [] }), hoursOf({ ...testFacts, places: [] })]).toEqual([
      undefined,
      [],
    ]);
  });
});
