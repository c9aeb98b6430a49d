import { periodEnd } from './period';

const day = (date: string): Date => new Date(`${date}T12:00:00.000Z`);
const name = (date: Date): string => date.toISOString().slice(0, 10);

describe('a period', () => {
  it('begun on a 31st ends on the last day of shorter months, and on the 31st of longer ones', () => {
    const anchor = day('2026-01-31');
    const ends: string[] = [];
    let start = anchor;
    for (let month = 0; month < 4; month += 1) {
      start = periodEnd(anchor, 'month', start);
      ends.push(name(start));
    }
    expect(ends).toEqual(['2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']);
  });

  it('of a year that begins on a leap day ends on 28 February, and on the 29th in leap years', () => {
    const anchor = day('2024-02-29');
    expect(name(periodEnd(anchor, 'year', anchor))).toBe('2025-02-28');
    expect(name(periodEnd(anchor, 'year', day('2027-02-28')))).toBe('2028-02-29');
  });

  it('has a length, whatever the anchor', () => {
    expect(name(periodEnd(day('2026-05-10'), 'month', day('2026-06-10')))).toBe('2026-07-10');
  });
});
