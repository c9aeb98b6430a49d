import { tooManyRequests } from '@siteninja/core';
import { secondsOverLimit } from '@siteninja/http';
import { type IdentityCtx } from '../context';

/**
 * Counts an attempt in a window of 15 minutes. It is called before what was sent is checked, so that concurrent
 * guesses are all counted.
 * @param what in the plural, for the message
 * @throws too_many_requests beyond the limit
 */
export async function countAttempt(
  ctx: IdentityCtx,
  { key, limit, what }: { key: string; limit: number; what: string },
): Promise<void> {
  const hit = await ctx.ports.loginRates.increment(key);
  const seconds = secondsOverLimit(hit, { limit, scale: ctx.config.RATE_LIMIT_SCALE }, ctx.clock);
  if (seconds !== null) {
    throw tooManyRequests('auth.too_many_attempts', `Too many ${what} for this account`, seconds);
  }
}
