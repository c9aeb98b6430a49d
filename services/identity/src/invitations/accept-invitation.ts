import { ensure, forbidden, inTenant, invalid, unauthenticated } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { actorFor } from '../auth/login';
import { type IdentityCtx } from '../context';
import { presentMember } from '../members/read-member';
import { memberships } from '../memberships/membership.model';
import { linkInvalid, useToken } from '../one-time-tokens/one-time-token';
import { assertNotWeak } from '../passwords/password-rules';
import { revoke } from '../revocations/revocation';
import { openSession, presentTokens } from '../sessions/session';
import { type SessionRow, sessions } from '../sessions/session.model';
import { type UserRow, users } from '../users/user.model';
import { type Acceptance } from './invitation.schema';
import { loadInvitation } from './read-invitation';

/**
 * Makes whoever was invited a member, signed in to the tenant. Who has an account accepts with it; who has none gets
 * it by this, with the address verified, as the invitation was mailed there.
 * @throws gone `auth.link_invalid`, forbidden `invitation.for_another_user`, unauthenticated, invalid
 */
export async function acceptInvitation(ctx: IdentityCtx, { token, name, password }: Acceptance) {
  const { user, tenant } = await loadInvitation(ctx, token);
  ensure(ctx.caller.type !== 'api_key', () =>
    forbidden('auth.users_only', 'This is for people, not for API keys.'),
  );
  const sessionId = ctx.caller.type === 'user' ? ownSession(ctx.caller, user) : null;
  const account =
    sessionId === null ? await newAccount(ctx, user, { name, password, business: tenant.name }) : {};
  const joined = await transaction(inTenant(ctx, tenant._id), async (tx) => {
    const joiner = await join(tx, token, { user, account });
    return { user: joiner, session: await sessionIn(tx, joiner, sessionId) };
  });
  ctx.invalidate(`user:${user._id}`);
  const tokens = await presentTokens(ctx, joined.user, joined.session, tenant._id);
  if (sessionId !== null) return tokens;
  return { ...tokens, deviceToken: ctx.ports.deviceTokens.write(user._id, ctx.clock.now()) };
}

function ownSession({ userId, sessionId }: { userId: string; sessionId: string }, invited: UserRow): string {
  ensure(userId === invited._id, () =>
    forbidden('invitation.for_another_user', 'This invitation was sent to another address than yours.'),
  );
  return sessionId;
}

/** What an account gets that had nobody yet. */
async function newAccount(
  ctx: IdentityCtx,
  { status, email }: UserRow,
  { name, password, business }: Record<'name' | 'password', string | undefined> & { business: string },
): Promise<Partial<UserRow>> {
  ensure(status === 'invited', () =>
    unauthenticated('invitation.sign_in_required', 'This address has an account: sign in to accept.'),
  );
  if (name === undefined || password === undefined) {
    const missing = Object.entries({ name, password }).filter(([, value]) => value === undefined);
    throw invalid(missing.map(([field]) => ({ field, message: `${field} is required` })));
  }
  assertNotWeak(password, { email, name, businesses: [business] });
  const passwordHash = await ctx.ports.passwords.hash(password);
  return { name, passwordHash, status: 'active', lastLogin: ctx.clock.now() };
}

/** @throws gone where the invitation was accepted or taken back, or the account changed, meanwhile */
async function join(
  tx: Tx<IdentityCtx>,
  token: string,
  { user: { _id: userId, status, emailVerifiedAt }, account }: { user: UserRow; account: Partial<UserRow> },
): Promise<UserRow> {
  const { membershipId } = await useToken(tx, 'invitation', token);
  const before = await memberships.in(tx).findOne({ _id: membershipId ?? '', status: 'invited' });
  ensure(before, linkInvalid);
  const row = await memberships.in(tx).update(before._id, { status: 'active', invitedName: null });
  const user = await users.in(tx).updateOne(
    { _id: userId, status },
    {
      $set: {
        ...account,
        emailVerifiedAt: emailVerifiedAt ?? tx.clock.now(),
        lastTenantId: row.tenantId,
      },
    },
  );
  ensure(user, linkInvalid);
  await revoke(tx, `user:${userId}`);
  tx.recordChange('user.joined', null, presentMember(row, user), { actor: actorFor(tx, userId) });
  return user;
}

/** The session that goes on, now in this tenant, or a new one. */
async function sessionIn(
  tx: Tx<IdentityCtx>,
  { _id }: UserRow,
  sessionId: string | null,
): Promise<SessionRow> {
  if (sessionId === null) return openSession(tx, _id, tx.tenantId);
  const session = await sessions
    .in(tx)
    .updateOne({ _id: sessionId, revokedAt: null }, { $set: { activeTenantId: tx.tenantId } });
  ensure(session, () => unauthenticated('auth.token_expired', 'The session of this access token has ended.'));
  return session;
}
