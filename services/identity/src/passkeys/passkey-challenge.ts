import { createHash, randomBytes } from 'node:crypto';
import { type IdentityCtx } from '../context';
import { passkeyChallenges } from './passkey.model';

export const CHALLENGE_TTL_MS = 5 * 60_000;

/** Gives out a challenge. @param userId who adds a passkey; null for a login */
export async function issueChallenge(ctx: IdentityCtx, userId: string | null): Promise<string> {
  const challenge = randomBytes(32).toString('base64url');
  const expiresAt = new Date(ctx.clock.now().getTime() + CHALLENGE_TTL_MS);
  await passkeyChallenges.in(ctx).insert({ _id: hashOf(challenge), userId, expiresAt });
  return challenge;
}

/** Whether the challenge was given out to them. It is used up then, whatever becomes of the attempt. */
export async function useChallenge(
  ctx: IdentityCtx,
  userId: string | null,
  challenge: string,
): Promise<boolean> {
  const isOurs = { _id: hashOf(challenge), userId, expiresAt: { $gt: ctx.clock.now() } };
  return (await passkeyChallenges.in(ctx).delete(isOurs)) > 0;
}

function hashOf(challenge: string): string {
  return createHash('sha256').update(challenge).digest('hex');
}
