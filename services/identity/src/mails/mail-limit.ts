import { createHash } from 'node:crypto';
import { tooManyRequests } from '@siteninja/core';
import { secondsOverLimit } from '@siteninja/http';
import { type IdentityCtx } from '../context';

/** What is counted within an hour, each by itself. */
type Counted = 'verify_email' | 'reset_password' | 'invitation' | 'tenant_invitations' | 'password';

/**
 * Counts once more what is sent to a mailbox, or done for it.
 * @returns null within the limit, else the seconds until it may be tried again
 */
export async function countWithinLimit(
  ctx: IdentityCtx,
  what: Counted,
  whose: string,
): Promise<number | null> {
  const { MAIL_LIMIT, INVITATION_LIMIT, RATE_LIMIT_SCALE } = ctx.config;
  const limit = what === 'tenant_invitations' ? INVITATION_LIMIT : MAIL_LIMIT;
  const hit = await ctx.ports.mailRates.increment(`${what}:${digestOf(whose)}`);
  return secondsOverLimit(hit, { limit, scale: RATE_LIMIT_SCALE }, ctx.clock);
}

/** @throws too_many_requests beyond the limit */
export async function assertWithinLimit(
  ctx: IdentityCtx,
  what: Counted,
  whose: string,
  code: 'auth.too_many_attempts' | 'user.too_many_invitations',
): Promise<void> {
  const retryAfter = await countWithinLimit(ctx, what, whose);
  if (retryAfter !== null) throw tooManyRequests(code, 'Too many times within an hour', retryAfter);
}

/** Stores of limits, and keys of jobs, hold no list of addresses. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
