import { ensure, forbidden, requireMatch } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { mailboxOf } from '@siteninja/schema';
import { type IdentityCtx } from '../context';
import { assertWithinLimit } from '../mails/mail-limit';
import { mailEmailChanged, mailVerification } from '../mails/mail.jobs';
import { dropTokens } from '../one-time-tokens/one-time-token';
import { assertRecentLogin } from '../sessions/recent-login';
import { presentUser } from '../users/user';
import { type UserRow, users } from '../users/user.model';
import { type MyChange } from './auth.schema';
import { callersAccount } from './email';
import { whoAmI } from './me';

/**
 * Changes the caller's own name or email. A new address has to be verified anew, and the former one is told.
 * @throws forbidden `auth.email_unverified`, `auth.login_too_old`, conflict `user.email_taken`, too_many_requests, precondition_failed
 */
export async function changeMe(ctx: IdentityCtx, change: MyChange) {
  const user = await callersAccount(ctx);
  if (change.email !== undefined && mailboxOf(change.email) !== user.emailKey) {
    await assertMayChangeEmail(ctx, user, change.email);
  }
  const current = await whoAmI(ctx);
  await transaction(ctx, async (tx) => {
    const before = await users.in(tx).get(user._id);
    requireMatch(tx, () => ({ ...current, user: presentUser(before) }));
    await applyChange(tx, before, change);
  });
  return whoAmI(ctx);
}

/** Counted by account, as the answer says whether an address is taken, and by address, as each gets a mail. */
async function assertMayChangeEmail(ctx: IdentityCtx, user: UserRow, email: string): Promise<void> {
  ensure(user.emailVerifiedAt, () =>
    forbidden('auth.email_unverified', 'Verify your present email address before you change it.'),
  );
  await assertRecentLogin(ctx);
  await assertWithinLimit(ctx, 'verify_email', user._id, 'auth.too_many_attempts');
  await assertWithinLimit(ctx, 'verify_email', mailboxOf(email), 'auth.too_many_attempts');
}

async function applyChange(tx: Tx<IdentityCtx>, before: UserRow, { name, email }: MyChange): Promise<void> {
  const { _id: userId } = before;
  const wanted = { name: name ?? before.name, email: email ?? before.email };
  if (wanted.name === before.name && wanted.email === before.email) return;
  const emailKey = mailboxOf(wanted.email);
  const isOther = emailKey !== before.emailKey;
  const after = await users
    .in(tx)
    .update(userId, { ...wanted, emailKey, ...(isOther ? { emailVerifiedAt: null } : {}) });
  if (isOther) {
    // What was sent to the former address opens nothing any more.
    await dropTokens(tx, userId, 'email_verification');
    await dropTokens(tx, userId, 'password_reset');
    await mailVerification(tx, userId);
    await mailEmailChanged(tx, userId, before.email);
  }
  tx.recordChange('user.updated', presentUser(before), presentUser(after), { tenantId: null });
}
