import { conflict, ensure, unauthenticated } from '@siteninja/core';
import { mutexOfUser, transaction, type Tx } from '@siteninja/events';
import { type IdentityCtx } from '../context';
import { assertWithinLimit } from '../mails/mail-limit';
import { mailVerification } from '../mails/mail.jobs';
import { linkInvalid, readToken, useToken } from '../one-time-tokens/one-time-token';
import { presentUser } from '../users/user';
import { users } from '../users/user.model';
import { actorFor } from './login';

/**
 * Verifies the address that a link was sent to, while it is still that of the account.
 * @throws gone `auth.link_invalid`
 */
export async function verifyEmail(ctx: IdentityCtx, { token }: { token: string }): Promise<void> {
  const { userId } = await readToken(ctx, 'email_verification', token);
  const verify = async (tx: Tx<IdentityCtx>): Promise<void> => {
    const { emailKey } = await useToken(tx, 'email_verification', token);
    const user = await users.in(tx).findOne({ _id: userId });
    ensure(user?.emailKey === emailKey, linkInvalid);
    if (user.emailVerifiedAt !== null) return;
    const row = await users.in(tx).update(userId, { emailVerifiedAt: tx.clock.now() });
    const about = { tenantId: null, actor: actorFor(tx, userId) };
    tx.recordChange('user.email_verified', presentUser(user), presentUser(row), about);
  };
  await transaction(ctx, verify, { mutex: mutexOfUser(userId) });
}

/** @throws conflict `user.email_verified`, too_many_requests */
export async function resendVerification(ctx: IdentityCtx): Promise<void> {
  const user = await callersAccount(ctx);
  ensure(user.emailVerifiedAt === null, () =>
    conflict('user.email_verified', 'email', 'Your email address is verified already.'),
  );
  await assertWithinLimit(ctx, 'verify_email', user.emailKey, 'auth.too_many_attempts');
  await transaction(ctx, (tx) => mailVerification(tx, user._id));
}

/** The account of whoever is signed in. @throws unauthenticated */
export async function callersAccount(ctx: IdentityCtx) {
  const userId = ctx.caller.type === 'user' ? ctx.caller.userId : '';
  const user = await users.in(ctx).findOne({ _id: userId });
  ensure(user, () => unauthenticated('auth.token_expired', 'The account of this token is gone.'));
  return user;
}
