/** Milliseconds of a `Retry-After` (RFC 9110 §10.2.3): seconds, or a date; 0 for anything else. */
export function readRetryAfter(value: string | null, now: Date): number {
  if (value === null) return 0;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000;
  const time = Date.parse(value);
  return Number.isNaN(time) ? 0 : Math.max(0, time - now.getTime());
}
