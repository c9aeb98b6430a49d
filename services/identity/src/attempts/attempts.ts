import { DomainError } from '@siteninja/core';
import { secondsUntilReset } from '@siteninja/http';
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
  if (hit.totalHits <= Math.max(1, limit * ctx.config.RATE_LIMIT_SCALE)) return;
  const resetSeconds = secondsUntilReset(hit, ctx.clock);
  const message = `Too many ${what} for this account. Try again in ${resetSeconds} seconds.`;
  throw new DomainError('too_many_requests', 'auth.too_many_attempts', message, {
    headers: { 'Retry-After': String(resetSeconds) },
    details: [{ field: 'retryAfter', message, retryAfter: resetSeconds }],
  });
}
