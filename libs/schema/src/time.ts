const RFC_3339 =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;

/** Times of the years 1 to 9999: others are not RFC 3339, and not every database holds them. */
const EARLIEST = Date.parse('0001-01-01T00:00:00Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * An RFC 3339 time in UTC, in milliseconds. Undefined for what is no such time: without an offset, on a day that does
 * not exist, at 24:00, or in a leap second, which JavaScript and databases do not know.
 */
export function canonicalTime(text: string): string | undefined {
  const [, day] = RFC_3339.exec(text) ?? [];
  if (day === undefined || !isDay(day)) return undefined;
  const time = Date.parse(text.toUpperCase());
  return time >= EARLIEST && time <= LATEST ? new Date(time).toISOString() : undefined;
}

/** A day as `2026-12-24`. Undefined for one that does not exist. */
export function canonicalDate(text: string): string | undefined {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && isDay(text) ? text : undefined;
}

/** Whether the calendar has the day: `Date` takes 31 February for 3 March. */
function isDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}
