import { type Actor, actorOf, ensure, unauthenticated } from '@siteninja/core';
import { mutexOfUser, transaction, type Tx } from '@siteninja/events';
import { type IdentityCtx } from '../context';
import { activeTenantOf, tenantsOfUser } from '../memberships/membership';
import { revoke } from '../revocations/revocation';
import { ACCESS_TOKEN_LIFETIME, signAccessToken } from '../tokens/access-token';
import { presentUser } from '../users/user';
import { type UserRow, users } from '../users/user.model';
import { type RefreshToken } from '../tokens/refresh-token';
import { type SessionRow, sessions } from './session.model';

/** Milliseconds that a session goes on without being refreshed. */
const SESSION_LIFETIME = 30 * 24 * 60 * 60 * 1000;
/** Milliseconds in which the last refresh token may be used again, by whoever asked twice at once. */
const GRACE = 10_000;

/** Begins a session. Its tokens are made from it by `presentTokens`, once the transaction is through. */
export function openSession(
  tx: Tx<IdentityCtx>,
  userId: string,
  activeTenantId: string | null,
): Promise<SessionRow> {
  const now = tx.clock.now();
  return sessions.in(tx).insert({
    userId,
    activeTenantId,
    refreshCounter: 1,
    refreshedAt: now,
    userAgent: tx.request?.userAgent ?? null,
    ipAddress: tx.request?.ipAddress ?? '',
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + SESSION_LIFETIME),
    revokedAt: null,
  });
}

/** What every answer that gives tokens says. */
export async function presentTokens(
  ctx: IdentityCtx,
  user: UserRow,
  session: SessionRow,
  activeTenantId: string | null,
) {
  const about = { userId: user._id, sessionId: session._id, securityVersion: user.securityVersion };
  const { _id: sessionId, refreshCounter: number } = session;
  return {
    user: presentUser(user),
    activeTenantId,
    accessToken: signAccessToken(await ctx.ports.signingKeys.current(ctx), about, ctx.clock.now()),
    refreshToken: ctx.ports.refreshTokens.write({ sessionId, number }),
    expiresIn: ACCESS_TOKEN_LIFETIME,
    tokenType: 'Bearer' as const,
  };
}

/** Whether it may still be used. */
export function isLive(ctx: IdentityCtx, session: SessionRow | null): session is SessionRow {
  return session !== null && session.revokedAt === null && session.expiresAt > ctx.clock.now();
}

const refused = () =>
  unauthenticated('auth.refresh_token_invalid', 'The refresh token is not valid any more. Sign in again.');

/**
 * Gives the next tokens of a session. A refresh token works once; within 10 s it gives the same successor again,
 * later it must have been stolen, and the session ends.
 * @throws unauthenticated
 */
export async function refreshSession(ctx: IdentityCtx, { refreshToken }: { refreshToken: string }) {
  const presented = ctx.ports.refreshTokens.read(refreshToken);
  ensure(presented, refused);
  const session = await rotate(ctx, presented);
  const [user, tenants] = await Promise.all([
    users.in(ctx).findOne({ _id: session.userId }),
    tenantsOfUser(ctx, session.userId),
  ]);
  ensure(user?.status === 'active', () =>
    unauthenticated('auth.account_inactive', 'This account is not active.'),
  );
  return presentTokens(ctx, user, session, activeTenantOf(session.activeTenantId, tenants));
}

async function rotate(ctx: IdentityCtx, { sessionId, number }: RefreshToken): Promise<SessionRow> {
  const now = ctx.clock.now();
  const current = { _id: sessionId, refreshCounter: number, revokedAt: null, expiresAt: { $gt: now } };
  // Of many at once one finds its token current; the others then find it to be the last one.
  const rotated = await sessions.in(ctx).updateOne(current, {
    $set: {
      refreshCounter: number + 1,
      refreshedAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + SESSION_LIFETIME),
    },
  });
  if (rotated) return rotated;
  const session = await sessions.in(ctx).findOne({ _id: sessionId });
  ensure(isLive(ctx, session) && number < session.refreshCounter, refused);
  const age = now.getTime() - session.refreshedAt.getTime();
  if (number === session.refreshCounter - 1 && age <= GRACE) return session;
  await endSession(ctx, session, { reason: 'refresh_token_reused', actor: { type: 'system' } });
  throw unauthenticated(
    'auth.refresh_token_reused',
    'This refresh token has been used before, so its session was ended. Sign in again.',
  );
}

/** Ends the caller's own session, everywhere. Ended already, nothing happens. */
export async function logOut(ctx: IdentityCtx): Promise<void> {
  if (ctx.caller.type !== 'user') return;
  const session = await sessions.in(ctx).findOne({ _id: ctx.caller.sessionId });
  if (session) await endSession(ctx, session, { reason: 'logout', actor: actorOf(ctx) });
}

async function endSession(
  ctx: IdentityCtx,
  { _id, userId, activeTenantId }: SessionRow,
  { reason, actor }: { reason: 'logout' | 'refresh_token_reused'; actor: Actor },
): Promise<void> {
  const end = async (tx: Tx<IdentityCtx>): Promise<void> => {
    const ended = await sessions
      .in(tx)
      .updateOne({ _id, revokedAt: null }, { $set: { revokedAt: tx.clock.now() } });
    if (!ended) return;
    await revoke(tx, `session:${_id}`);
    const user = await users.in(tx).findOne({ _id: userId });
    if (!user) return;
    tx.record({
      type: 'user.logged_out',
      tenantId: activeTenantId,
      actor,
      resource: { type: 'user', id: userId, version: user.revision },
      data: { ...presentUser(user), sessionId: _id, reason },
    });
  };
  await transaction(ctx, end, { mutex: mutexOfUser(userId) });
  ctx.invalidate(`session:${_id}`);
}

/** Ends whatever sessions a user has, and the tokens given out for them; for what changes the user itself. */
export async function endAllSessions(tx: Tx<IdentityCtx>, userId: string): Promise<void> {
  await sessions.in(tx).updateMany({ userId, revokedAt: null }, { $set: { revokedAt: tx.clock.now() } });
  await revoke(tx, `user:${userId}`);
}
