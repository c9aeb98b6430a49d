import fc from 'fast-check';
import { parse } from './parse';
import { s } from './s';

const read = (time: string) => parse(s.object({ at: s.dateTime() }), { at: time });

describe('a time', () => {
  it.each([
    ['2026-01-02T03:04:05.678Z', '2026-01-02T03:04:05.678Z'],
    ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05.000Z'],
    ['2026-01-02t03:04:05z', '2026-01-02T03:04:05.000Z'],
    ['2026-01-02T03:04:05.123456789Z', '2026-01-02T03:04:05.123Z'],
    ['2026-01-01T00:30:00+02:00', '2025-12-31T22:30:00.000Z'],
    ['2026-01-01T00:30:00-00:00', '2026-01-01T00:30:00.000Z'],
    ['2028-02-29T12:00:00-05:30', '2028-02-29T17:30:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59+14:00', '9999-12-31T09:59:59.000Z'],
  ])('%s is given back in UTC', (time, utc) => {
    expect(read(time)).toEqual({ value: { at: utc } });
  });

  it.each([
    // Without an offset it would be another moment on another machine.
    ['2027-06-01T09:00:00', '2027-06-01', '2027-06-01T09:00', '2027-06', '2027', '20270601T090000'],
    // Days and hours that no calendar and no clock has.
    ['2027-02-29T00:00:00Z', '2027-02-31T00:00:00Z', '2100-02-29T00:00:00Z', '2027-04-31T00:00:00+02:00'],
    ['2027-13-01T00:00:00Z', '2027-00-10T00:00:00Z', '2027-01-00T00:00:00Z', '2027-01-32T00:00:00Z'],
    ['2027-01-01T24:00:00Z', '2027-01-01T25:00:00Z', '2027-01-01T10:60:00Z', '2016-12-31T23:59:60Z'],
    [
      '2027-01-01T10:00:00+24:00',
      '2027-01-01T10:00:00+10:60',
      '2027-01-01T10:00:00+1',
      '2027-01-01T10:00:00+01',
    ],
    // Other ways to write a time.
    [
      '2027-W01-1',
      '2027-001',
      '2027-01-01 10:00:00Z',
      '2027-01-01T10:00Z',
      '2027-01-01T10:00:00,5Z',
      'tomorrow',
    ],
    ['1798761600000', '2027-01-01T10:00:00Z ', ' 2027-01-01T10:00:00Z', '2027-01-01T10:00:00.Z', ''],
    // Beyond what every database holds.
    [
      '+012000-01-01T00:00:00Z',
      '0000-01-01T00:00:00Z',
      '0001-01-01T00:00:00+14:00',
      '9999-12-31T23:59:59-10:00',
    ],
  ])('%s and its like are refused, naming the field', (...times) => {
    for (const time of times) {
      expect([time, read(time)]).toEqual([
        time,
        { errors: [{ field: 'at', message: expect.stringMatching(/^at /) }] },
      ]);
    }
  });

  it('is the same moment whatever its offset', () => {
    const offsets = fc.integer({ min: -14 * 60, max: 14 * 60 });
    const moments = fc.date({
      min: new Date('0002-01-01'),
      max: new Date('9998-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moments, offsets, (moment, offset) => {
        const local = new Date(moment.getTime() + offset * 60_000).toISOString().replace('Z', '');
        const minutes = Math.abs(offset);
        const clock = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0'));
        const written = `${local}${offset < 0 ? '-' : '+'}${clock.join(':')}`;
        expect(read(written)).toEqual({ value: { at: moment.toISOString() } });
      }),
    );
  });
});
