import { ensure, unauthenticated } from '@siteninja/core';
import { type IdentityCtx } from '../context';
import { completeChallenge } from '../mfa/mfa-challenge';
import { type MfaVerification } from '../mfa/mfa.schema';
import { users } from '../users/user.model';
import { signIn } from './login';

/**
 * Completes a login by a code. An account that has changed since its password was checked is not signed in.
 * @throws unauthenticated, too_many_requests
 */
export async function verifyMfa(ctx: IdentityCtx, verification: MfaVerification) {
  const { userId, securityVersion, device } = await completeChallenge(ctx, verification);
  const user = await users.in(ctx).findOne({ _id: userId, status: 'active', securityVersion });
  ensure(user, () => unauthenticated('auth.mfa_token_invalid', 'This login has ended. Sign in again.'));
  return signIn(ctx, user, device);
}
