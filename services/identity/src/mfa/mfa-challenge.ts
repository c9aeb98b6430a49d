import { createHash, randomBytes } from 'node:crypto';
import { ensure, unauthenticated } from '@siteninja/core';
import { type IdentityCtx } from '../context';
import { type UserRow } from '../users/user.model';
import { mfaChallenges } from './mfa.model';
import { type MfaVerification } from './mfa.schema';
import { useSecondFactor } from './second-factor';

const CHALLENGE_TTL_MS = 5 * 60 * 1000;
const MAX_ATTEMPTS = 5;

/** What a login with the right password gets where a second factor is enabled. @param device that of its device token */
export async function beginChallenge(ctx: IdentityCtx, user: UserRow, device: string | undefined) {
  const mfaToken = randomBytes(32).toString('base64url');
  await mfaChallenges.in(ctx).insert({
    _id: hashOf(mfaToken),
    userId: user._id,
    securityVersion: user.securityVersion,
    device: device ?? null,
    attempts: 0,
    expiresAt: new Date(ctx.clock.now().getTime() + CHALLENGE_TTL_MS),
  });
  return { mfaRequired: true as const, mfaToken };
}

/**
 * Whose login the token and the code complete; once.
 * @throws unauthenticated, too_many_requests
 */
export async function completeChallenge(ctx: IdentityCtx, { mfaToken, ...proof }: MfaVerification) {
  const refused = () =>
    unauthenticated('auth.mfa_token_invalid', 'This login has ended. Sign in again with your password.');
  const _id = hashOf(mfaToken);
  // Counted before the code is checked, so that concurrent guesses are all counted.
  const challenge = await mfaChallenges
    .in(ctx)
    .updateOne(
      { _id, attempts: { $lt: MAX_ATTEMPTS }, expiresAt: { $gt: ctx.clock.now() } },
      { $inc: { attempts: 1 } },
    );
  ensure(challenge, refused);
  const { userId, device, securityVersion } = challenge;
  ensure(await useSecondFactor(ctx, { userId, device }, proof), () =>
    unauthenticated('auth.mfa_code_invalid', 'The code is wrong, or has been used before.'),
  );
  ensure((await mfaChallenges.in(ctx).delete({ _id })) > 0, refused);
  return { userId, securityVersion, device: device ?? undefined };
}

function hashOf(mfaToken: string): string {
  return createHash('sha256').update(mfaToken).digest('hex');
}
