import { DAY_MS, readTimeSpans, textOfSpan, type Weekday, WEEKDAYS } from '@siteninja/core';
import { type SiteLocation, type SiteTenant } from './site';
import { languageOf, wordsOf } from './words';

type HoursOf = Pick<SiteTenant, 'businessHours' | 'locale'>;

/** More would hide the hours of the week. */
const MAX_EXCEPTIONS = 20;

const A_MONDAY = Date.UTC(2024, 0, 1);

export interface DayHours {
  readonly weekday: Weekday;
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

/** What is otherwise on single days, in their order, such as `24 December 2026` and `9:00-12:00, Christmas Eve`. */
export function exceptionsOf(
  tenant: HoursOf,
  location: Pick<SiteLocation, 'exceptions'> | undefined,
): { day: string; text: string }[] {
  const dates = new Intl.DateTimeFormat(languageOf(tenant), { dateStyle: 'long', timeZone: 'UTC' });
  const byDate = new Map<string, string[]>();
  for (const { date, opens, closes, note } of location?.exceptions ?? []) {
    const hours =
      opens === undefined || closes === undefined ? wordsOf(tenant).closed : textOfSpan({ opens, closes });
    byDate.set(date, [...(byDate.get(date) ?? []), hours, ...(note === undefined ? [] : [note])]);
  }
  return [...byDate]
    .sort(([first], [second]) => first.localeCompare(second))
    .slice(0, MAX_EXCEPTIONS)
    .map(([date, texts]) => ({ day: dates.format(new Date(date)), text: texts.join(', ') }));
}

/** Hours for readers: `9:00-17:00` with an en dash, `closed` with a capital. */
export function readableHours(text: string): string {
  const dashed = text.replace(/(\d)\s*-\s*(\d)/g, '$1–$2');
  return capitalized(dashed);
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * schema.org's OpeningHoursSpecification for the days whose text is a list of time spans. A day with a span that no
 * clock has is left out altogether: half of it would tell visitors something wrong.
 */
export function openingHours(tenant: HoursOf): Record<string, string>[] {
  return businessHours(tenant).flatMap(({ weekday, text }) => {
    const spans = readTimeSpans(text) ?? [];
    return spans.map((span) => ({
      '@type': 'OpeningHoursSpecification',
      dayOfWeek: capitalized(weekday),
      ...span,
    }));
  });
}
