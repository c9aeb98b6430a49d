import { readRetryAfter } from './retry-after';

it('Retry-After is read as seconds or as a date', () => {
  const now = new Date('2026-01-01T00:00:00Z');
  const values = [
    '120',
    'Thu, 01 Jan 2026 00:01:00 GMT',
    'Wed, 31 Dec 2025 00:00:00 GMT',
    'soon',
    '-1',
    null,
  ];
  expect(values.map((value) => readRetryAfter(value, now))).toEqual([120_000, 60_000, 0, 0, 0, 0]);
});
