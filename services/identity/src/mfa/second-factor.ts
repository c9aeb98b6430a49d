import { countAttempt } from '../attempts/attempts';
import { type IdentityCtx } from '../context';
import { secondFactors } from './mfa.model';
import { type Proof } from './mfa.schema';
import { hashRecoveryCode } from './recovery-codes';
import { stepOfCode } from './totp';

export async function hasSecondFactor(ctx: IdentityCtx, userId: string): Promise<boolean> {
  const factor = await secondFactors.in(ctx).findOne({ _id: userId }, { select: { enabledAt: 1 } });
  return factor !== null && factor.enabledAt !== null;
}

/** In 15 minutes, by account: who guesses without a pause for a day finds a code with a chance of 1 in 300. */
const MAX_ATTEMPTS = 10;

/**
 * Whether the code, or the recovery code, is right, and has not been used before. It is used then: of two requests
 * with the same one, at once or later, one is refused.
 * @param device one that has signed in before: its attempts are counted apart from all others
 * @throws too_many_requests
 */
export async function useSecondFactor(
  ctx: IdentityCtx,
  { userId, device = null }: { userId: string; device?: string | null },
  { code, recoveryCode }: Proof,
): Promise<boolean> {
  await countAttempt(ctx, { key: `mfa:${userId}:${device ?? ''}`, limit: MAX_ATTEMPTS, what: 'codes' });
  if (code !== undefined) return useCode(ctx, userId, code);
  if (recoveryCode === undefined) return false;
  const hash = hashRecoveryCode(recoveryCode);
  const used = await secondFactors
    .in(ctx)
    .updateOne({ _id: userId, recoveryCodeHashes: hash }, { $pull: { recoveryCodeHashes: hash } });
  return used !== null;
}

async function useCode(ctx: IdentityCtx, userId: string, code: string): Promise<boolean> {
  const factor = await secondFactors.in(ctx).findOne({ _id: userId });
  if (!factor) return false;
  const ring = ctx.config.ENCRYPTION_KEY;
  const secret = ring.decrypt(factor.encryptedSecret, totpName(userId));
  const step = stepOfCode(secret, code, ctx.clock.now());
  if (step === null) return false;
  const used = await secondFactors
    .in(ctx)
    .updateOne(
      { _id: userId, encryptedSecret: factor.encryptedSecret, lastStep: { $lt: step } },
      { $set: { lastStep: step, encryptedSecret: ring.renew(factor.encryptedSecret, totpName(userId)) } },
    );
  return used !== null;
}

/** What a secret is encrypted under: it is of no use in another row. */
export const totpName = (userId: string): string => `totp ${userId}`;
