import { WEEKDAYS } from '@siteninja/contracts';
import { type SiteTenant } from './site';
import { languageOf } from './words';

type HoursOf = Pick<SiteTenant, 'businessHours' | 'locale'>;

const A_MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

export interface DayHours {
  readonly weekday: (typeof WEEKDAYS)[number];
  /** Its name in the language of the site: `Monday`, `Montag`. */
  readonly day: string;
  readonly text: string;
}

/** The tenant's opening hours from Monday to Sunday, without the days that are not given. */
export function businessHours(tenant: HoursOf): DayHours[] {
  const names = new Intl.DateTimeFormat(languageOf(tenant), { weekday: 'long', timeZone: 'UTC' });
  const given = new Map(Object.entries(tenant.businessHours));
  return WEEKDAYS.flatMap((weekday, index) => {
    const text = given.get(weekday)?.trim();
    const day = capitalized(names.format(A_MONDAY + index * DAY_MS));
    return text ? [{ weekday, day, text }] : [];
  });
}

/** Hours for readers: `9:00-17:00` with an en dash, `closed` with a capital. */
export function readableHours(text: string): string {
  const dashed = text.replace(/(\d)\s*-\s*(\d)/g, '$1–$2');
  return capitalized(dashed);
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A span of a day as a clock shows it: `9:00-17:00`, `18:00–2:00`. */
const SPAN = /^([01]?\d|2[0-3]):([0-5]\d)\s*[-–—]\s*([01]?\d|2[0-4]):([0-5]\d)$/;
/** A span that ends before it began goes on past midnight; one that is longer is a slip such as `9:00-5:00`. */
const MAX_HOURS_PAST_MIDNIGHT = 18;

/**
 * schema.org's OpeningHoursSpecification for the days whose text is a list of time spans. A day with a span that no
 * clock has is left out altogether: half of it would tell visitors something wrong.
 */
export function openingHours(tenant: HoursOf): Record<string, string>[] {
  return businessHours(tenant).flatMap(({ weekday, text }) => {
    const spans = text.split(/\s*[,;]\s*/).map(readSpan);
    return spans.every((span) => span !== undefined)
      ? spans.map((span) => ({
          '@type': 'OpeningHoursSpecification',
          dayOfWeek: capitalized(weekday),
          ...span,
        }))
      : [];
  });
}

function readSpan(text: string): { opens: string; closes: string } | undefined {
  const [, openingHour, openingMinute, closingHour, closingMinute] = SPAN.exec(text) ?? [];
  if (!openingHour || !openingMinute || !closingHour || !closingMinute) return undefined;
  const opens = Number(openingHour) * 60 + Number(openingMinute);
  const closes = Number(closingHour) * 60 + Number(closingMinute);
  if (closes > 24 * 60 || opens === closes) return undefined;
  if (closes < opens && closes + 24 * 60 - opens > MAX_HOURS_PAST_MIDNIGHT * 60) return undefined;
  // schema.org has no 24:00: the last minute of the day stands for midnight.
  return { opens: clock(opens), closes: closes === 24 * 60 ? '23:59' : clock(closes) };
}

function clock(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}
