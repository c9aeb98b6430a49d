import { openingHours } from './business';

const on = (monday: string) =>
  openingHours({ businessHours: { monday } }).map(({ opens, closes }) => `${opens}-${closes}`);

describe('opening hours for search engines', () => {
  it.each([
    ['9:00-17:00', ['09:00-17:00']],
    ['9:00–12:30, 14:00–18:00', ['09:00-12:30', '14:00-18:00']],
    ['18:00-2:00', ['18:00-02:00']],
    ['8:00-24:00', ['08:00-23:59']],
    ['0:00-24:00', ['00:00-23:59']],
  ])('%s is understood', (text, spans) => {
    expect(on(text)).toEqual(spans);
  });

  it.each([
    '25:99-26:00',
    '9:00-24:30',
    '9:60-17:00',
    '9:00-5:00',
    '9:00-9:00',
    '9:00-12:00, 25:00-26:00',
    'closed',
    'by appointment',
  ])('%s is told to nobody, as no clock has it or nobody knows it', (text) => {
    expect(on(text)).toEqual([]);
  });
});
