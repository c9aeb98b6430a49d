import { ensure, invalid, unauthenticated } from '@siteninja/core';
import { mutexOfUser, transaction, type Tx } from '@siteninja/events';
import { mailboxOf } from '@siteninja/schema';
import { type IdentityCtx } from '../context';
import { assertWithinLimit, countWithinLimit } from '../mails/mail-limit';
import { mailNotice, mailPasswordReset } from '../mails/mail.jobs';
import { tenantsOfUser } from '../memberships/membership';
import { dropTokens, linkInvalid, readToken, useToken } from '../one-time-tokens/one-time-token';
import { assertNotWeak } from '../passwords/password-rules';
import { endAllSessions, presentTokens } from '../sessions/session';
import { sessions } from '../sessions/session.model';
import { presentUser } from '../users/user';
import { type UserRow, users } from '../users/user.model';
import { actorFor } from './login';
import { type PasswordChange, type PasswordReset } from './password.schema';

const sessionEnded = () =>
  unauthenticated('auth.token_expired', 'The session of this access token has ended.');

/**
 * Changes the caller's password and ends their other sessions. Access tokens given out before end with it, so that the
 * answer has new ones for the session that goes on.
 * @throws invalid, too_many_requests, unavailable
 */
export async function changePassword(ctx: IdentityCtx, { currentPassword, newPassword }: PasswordChange) {
  ensure(ctx.caller.type === 'user', sessionEnded);
  const { userId, sessionId } = ctx.caller;
  const user = await users.in(ctx).findOne({ _id: userId });
  ensure(user, sessionEnded);
  await assertWithinLimit(ctx, 'password', userId, 'auth.too_many_attempts');
  const matches = await ctx.ports.passwords.matches(currentPassword, user.passwordHash);
  ensure(matches, () =>
    invalid([{ field: 'currentPassword', message: 'currentPassword is not your password.' }]),
  );
  assertNotWeak(newPassword, await ownerOf(ctx, user), 'newPassword');
  const passwordHash = await ctx.ports.passwords.hash(newPassword);
  const changed = await transaction(ctx, async (tx) => {
    const row = await setPassword(tx, user, { passwordHash });
    ensure(row, sessionEnded);
    await endAllSessions(tx, userId, { sessionId });
    const session = await sessions.in(tx).findOne({ _id: sessionId, revokedAt: null });
    ensure(session, sessionEnded);
    return { row, session };
  });
  ctx.invalidate(`user:${userId}`);
  return presentTokens(ctx, changed.row, changed.session, changed.session.activeTenantId);
}

/**
 * Mails a link to the owner of an account. Whether there is one is found out by the job that sends the mail, so that
 * neither the answer nor its time tells.
 */
export async function forgetPassword(ctx: IdentityCtx, { email }: { email: string }): Promise<void> {
  const emailKey = mailboxOf(email);
  if ((await countWithinLimit(ctx, 'reset_password', emailKey)) !== null) return;
  await transaction(ctx, (tx) => mailPasswordReset(tx, emailKey), { mutex: `email ${emailKey}` });
}

/**
 * Chooses a new password by a link's token and ends all sessions. The link came by mail, so the address is verified.
 * @throws gone `auth.link_invalid`, invalid, unavailable
 */
export async function resetPassword(ctx: IdentityCtx, { token, newPassword }: PasswordReset): Promise<void> {
  const { userId, emailKey } = await readToken(ctx, 'password_reset', token);
  const user = await users.in(ctx).findOne({ _id: userId });
  ensure(user?.emailKey === emailKey, linkInvalid);
  assertNotWeak(newPassword, await ownerOf(ctx, user), 'newPassword');
  const passwordHash = await ctx.ports.passwords.hash(newPassword);
  const reset = async (tx: Tx<IdentityCtx>): Promise<void> => {
    await useToken(tx, 'password_reset', token);
    const emailVerifiedAt = user.emailVerifiedAt ?? tx.clock.now();
    // The owner gets in at once, however often others have guessed the old password.
    const row = await setPassword(tx, user, {
      passwordHash,
      emailVerifiedAt,
      guessesCountedFrom: tx.clock.now(),
    });
    ensure(row, linkInvalid);
    await endAllSessions(tx, userId);
  };
  await transaction(ctx, reset, { mutex: mutexOfUser(userId) });
  ctx.invalidate(`user:${userId}`);
}

async function ownerOf(ctx: IdentityCtx, { _id, email, name }: UserRow) {
  const businesses = (await tenantsOfUser(ctx, _id)).map((tenant) => tenant.name);
  return { email, name, businesses };
}

type Change = { passwordHash: string } & Partial<Pick<UserRow, 'emailVerifiedAt' | 'guessesCountedFrom'>>;

/** Null where the account has changed since it was read. */
async function setPassword(tx: Tx<IdentityCtx>, user: UserRow, change: Change): Promise<UserRow | null> {
  const { _id, securityVersion, emailKey } = user;
  const row = await users
    .in(tx)
    .updateOne(
      { _id, securityVersion, emailKey, status: 'active' },
      { $set: change, $inc: { securityVersion: 1 } },
    );
  if (!row) return null;
  await dropTokens(tx, _id, 'password_reset');
  await mailNotice(tx, 'passwordChanged', _id);
  tx.recordChange('user.password_changed', presentUser(user), presentUser(row), {
    tenantId: null,
    actor: actorFor(tx, _id),
  });
  return row;
}
