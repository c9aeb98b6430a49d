import { type Interval } from './payments';

const MONTHS: Record<Interval, number> = { month: 1, year: 12 };

/**
 * When a period that begins at `start` ends, counted from the first one's start, so that who began on a 31st pays on
 * the last day of shorter months and on the 31st of longer ones.
 */
export function periodEnd(anchor: Date, interval: Interval, start: Date): Date {
  const step = MONTHS[interval];
  const elapsed =
    (start.getUTCFullYear() - anchor.getUTCFullYear()) * 12 + start.getUTCMonth() - anchor.getUTCMonth();
  let periods = Math.max(Math.floor(elapsed / step), 0);
  while (addMonths(anchor, periods * step) <= start) periods += 1;
  return addMonths(anchor, periods * step);
}

/** The same day and time of a later month (UTC), or that month's last day. */
function addMonths(date: Date, months: number): Date {
  const result = new Date(date);
  result.setUTCDate(1);
  result.setUTCMonth(result.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(result.getUTCFullYear(), result.getUTCMonth() + 1, 0)).getUTCDate();
  result.setUTCDate(Math.min(date.getUTCDate(), lastDay));
  return result;
}
