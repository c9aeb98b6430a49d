import { WEEKDAYS } from '@siteninja/contracts';
import { type SiteTenant } from './site';

export interface DayHours {
  /** `Monday`. */
  readonly day: string;
  readonly text: string;
}

/** The tenant's opening hours from Monday to Sunday, without the days that are not given. */
export function businessHours(tenant: Pick<SiteTenant, 'businessHours'>): DayHours[] {
  const given = new Map(Object.entries(tenant.businessHours));
  return WEEKDAYS.flatMap((day) => {
    const text = given.get(day)?.trim();
    return text ? [{ day: `${day.charAt(0).toUpperCase()}${day.slice(1)}`, text }] : [];
  });
}

/** Hours for readers: `9:00-17:00` with an en dash, `closed` with a capital. */
export function readableHours(text: string): string {
  const dashed = text.replace(/(\d)\s*-\s*(\d)/g, '$1–$2');
  return dashed.charAt(0).toUpperCase() + dashed.slice(1);
}

/** schema.org's OpeningHoursSpecification for the days whose text is a list of time spans. */
export function openingHours(tenant: Pick<SiteTenant, 'businessHours'>): Record<string, string>[] {
  return businessHours(tenant).flatMap(({ day, text }) => {
    const spans = text
      .split(/\s*[,;]\s*/)
      .map((span) => /^(\d{1,2}:\d{2})\s*[-–]\s*(\d{1,2}:\d{2})$/.exec(span));
    return spans.flatMap((span) =>
      span
        ? [
            {
              '@type': 'OpeningHoursSpecification',
              dayOfWeek: day,
              opens: (span[1] ?? '').padStart(5, '0'),
              closes: (span[2] ?? '').padStart(5, '0'),
            },
          ]
        : [],
    );
  });
}
