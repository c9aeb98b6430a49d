/** From Monday to Sunday. */
export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** From one time of the day to another, `HH:MM` both; one that ends before it begins goes on past midnight. */
export interface TimeSpan {
  readonly opens: string;
  readonly closes: string;
}

/** Hours that some days of the week have in common. */
export interface OpeningHours extends TimeSpan {
  readonly days: readonly Weekday[];
}

/** The hours of each day as text, `9:00-12:30, 14:00-18:00`, without the days that are closed. */
export function textOfHours(hours: readonly OpeningHours[]): Partial<Record<Weekday, string>> {
  const texts: Partial<Record<Weekday, string>> = {};
  for (const day of WEEKDAYS) {
    const spans = hours
      .filter(({ days }) => days.includes(day))
      .sort((first, second) => first.opens.localeCompare(second.opens));
    if (spans.length > 0) texts[day] = spans.map(textOfSpan).join(', ');
  }
  return texts;
}

/** `09:00` to `17:00` as `9:00-17:00`. */
export function textOfSpan({ opens, closes }: TimeSpan): string {
  return `${opens.replace(/^0/, '')}-${closes.replace(/^0/, '')}`;
}

/** A span of a day as people write it: `9:00-17:00`, `18:00–2:00`. */
const SPAN = /^([01]?\d|2[0-3]):([0-5]\d)\s*[-–—]\s*([01]?\d|2[0-4]):([0-5]\d)$/;
/** A span that ends before it began goes on past midnight; one that is longer is a slip such as `9:00-5:00`. */
const MAX_HOURS_PAST_MIDNIGHT = 18;
const HOUR_MINUTES = 60;
const DAY_MINUTES = 24 * HOUR_MINUTES;

/**
 * The spans that a text such as `9:00-12:30, 14:00-18:00` lists. Undefined where one of them is none that a clock has:
 * half of the hours would tell visitors something wrong.
 */
export function readTimeSpans(text: string): TimeSpan[] | undefined {
  const spans = text
    .trim()
    .split(/\s*[,;]\s*/)
    .map(readSpan);
  return spans.every((span) => span !== undefined) ? spans : undefined;
}

function readSpan(text: string): TimeSpan | undefined {
  const [, openingHour, openingMinute, closingHour, closingMinute] = SPAN.exec(text) ?? [];
  if (!openingHour || !openingMinute || !closingHour || !closingMinute) return undefined;
  const opens = Number(openingHour) * HOUR_MINUTES + Number(openingMinute);
  const closes = Number(closingHour) * HOUR_MINUTES + Number(closingMinute);
  if (closes > DAY_MINUTES || opens === closes) return undefined;
  const isTooLong = closes + DAY_MINUTES - opens > MAX_HOURS_PAST_MIDNIGHT * HOUR_MINUTES;
  if (closes < opens && isTooLong) return undefined;
  // No clock shows 24:00: the last minute of the day stands for midnight.
  return { opens: clock(opens), closes: closes === DAY_MINUTES ? '23:59' : clock(closes) };
}

function clock(minutes: number): string {
  return [Math.floor(minutes / HOUR_MINUTES), minutes % HOUR_MINUTES]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}
