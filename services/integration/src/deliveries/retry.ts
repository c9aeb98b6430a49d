import { DAY_MS, HOUR_MS } from '@siteninja/core';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** Before the first retry, the second, and so on; after the last one a delivery has failed for good. */
const RETRY_DELAYS_MS = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  DAY_MS,
];

/**
 * How long to wait after a failed attempt; null where it was the last one.
 * @param attempts that have been made
 * @param retryBackoff seconds, in place of the schedule: doubled each time up to 24 h
 * @param random from 0 up to 1: what failed together is not tried again together
 */
export function retryDelayMs(
  attempts: number,
  retryBackoff: number | null,
  retryAfterMs: number,
  random = Math.random(),
): number | null {
  const planned = RETRY_DELAYS_MS[attempts - 1];
  if (planned === undefined) return null;
  const delay =
    retryBackoff === null ? planned : Math.min(retryBackoff * SECOND_MS * 2 ** (attempts - 1), DAY_MS);
  return Math.max(Math.round(delay * (0.8 + 0.4 * random)), Math.min(retryAfterMs, DAY_MS));
}
