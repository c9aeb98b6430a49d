import { type Actor, actorOf, DAY_MS, ensure, unauthenticated } from '@siteninja/core';
import { mutexOfUser, transaction, type Tx } from '@siteninja/events';
import { type IdentityCtx } from '../context';
import { activeTenantOf, tenantsOfUser } from '../memberships/membership';
import { revoke } from '../revocations/revocation';
import { ACCESS_TOKEN_TTL_SECONDS, signAccessToken } from '../tokens/access-token';
import { type RefreshToken } from '../tokens/refresh-token';
import { presentUser } from '../users/user';
import { type UserRow, users } from '../users/user.model';
import { type SessionRow, sessions } from './session.model';

/** A session that is not refreshed for so long ends. */
const SESSION_TTL_MS = 30 * DAY_MS;
/** A client that refreshes twice at once, or repeats a lost request, gets the same next token for so long. */
const REUSE_GRACE_MS = 10_000;

/** What of a session is new whenever it gives tokens. */
export function renewedAt(now: Date): Pick<SessionRow, 'refreshedAt' | 'lastSeenAt' | 'expiresAt'> {
  return { refreshedAt: now, lastSeenAt: now, expiresAt: new Date(now.getTime() + SESSION_TTL_MS) };
}

/** Begins a session. `presentTokens` makes its tokens, after the commit. */
export function openSession(
  tx: Tx<IdentityCtx>,
  userId: string,
  activeTenantId: string | null,
): Promise<SessionRow> {
  return sessions.in(tx).insert({
    userId,
    activeTenantId,
    refreshCounter: 1,
    ...renewedAt(tx.clock.now()),
    userAgent: tx.request?.userAgent ?? null,
    ipAddress: tx.request?.ipAddress ?? '',
    revokedAt: null,
  });
}

/** The answer of every route that gives tokens. */
export async function presentTokens(
  ctx: IdentityCtx,
  user: UserRow,
  session: SessionRow,
  activeTenantId: string | null,
) {
  const { _id: sessionId, refreshCounter: number } = session;
  const claims = { userId: user._id, sessionId, securityVersion: user.securityVersion };
  return {
    user: presentUser(user),
    activeTenantId,
    accessToken: signAccessToken(await ctx.ports.signingKeys.current(ctx), claims, ctx.clock.now()),
    refreshToken: ctx.ports.refreshTokens.write({ sessionId, number }),
    expiresIn: ACCESS_TOKEN_TTL_SECONDS,
    tokenType: 'Bearer' as const,
  };
}

/** Whether the session exists, and has neither ended nor expired. */
export function isLive(ctx: IdentityCtx, session: SessionRow | null): session is SessionRow {
  return session !== null && session.revokedAt === null && session.expiresAt > ctx.clock.now();
}

const refused = () =>
  unauthenticated('auth.refresh_token_invalid', 'The refresh token is not valid any more. Sign in again.');

/**
 * Gives the next tokens of a session. A refresh token works once. Within 10 s it gives the same next token again;
 * a later reuse means that it was stolen, and ends the session.
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
  // One of several concurrent requests finds its token current; the others find it replaced.
  const rotated = await sessions.in(ctx).updateOne(current, {
    $set: { refreshCounter: number + 1, ...renewedAt(now) },
  });
  if (rotated) return rotated;
  const session = await sessions.in(ctx).findOne({ _id: sessionId });
  ensure(isLive(ctx, session) && number < session.refreshCounter, refused);
  const ageMs = now.getTime() - session.refreshedAt.getTime();
  if (number === session.refreshCounter - 1 && ageMs <= REUSE_GRACE_MS) return session;
  await endSession(ctx, session, {
    type: 'user.logged_out',
    reason: 'refresh_token_reused',
    actor: { type: 'system' },
  });
  throw unauthenticated(
    'auth.refresh_token_reused',
    'This refresh token has been used before, so its session was ended. Sign in again.',
  );
}

/** Ends the caller's own session, everywhere. Does nothing where it has ended already. */
export async function logOut(ctx: IdentityCtx): Promise<void> {
  if (ctx.caller.type !== 'user') return;
  const session = await sessions.in(ctx).findOne({ _id: ctx.caller.sessionId });
  if (session)
    await endSession(ctx, session, { type: 'user.logged_out', reason: 'logout', actor: actorOf(ctx) });
}

/** Why a session ends, and who ends it. */
type SessionEnd = { actor: Actor } & (
  { type: 'user.logged_out'; reason: 'logout' | 'refresh_token_reused' } | { type: 'user.session_ended' }
);

/** Ends a session everywhere, within a second. Does nothing where it has ended already. */
export async function endSession(
  ctx: IdentityCtx,
  { _id, userId }: SessionRow,
  { actor, type, ...why }: SessionEnd,
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
      type,
      tenantId: null,
      actor,
      resource: { type: 'user', id: userId, version: user.revision },
      data: { ...presentUser(user), sessionId: _id, ...why },
    });
  };
  await transaction(ctx, end, { mutex: mutexOfUser(userId) });
  ctx.invalidate(`session:${_id}`);
}

/**
 * Ends all sessions of a user, or all but one, and every access token given out so far; for changes of the account
 * itself.
 */
export async function endAllSessions(
  tx: Tx<IdentityCtx>,
  userId: string,
  but?: { sessionId: string },
): Promise<void> {
  const others = but ? { _id: { $ne: but.sessionId } } : {};
  await sessions
    .in(tx)
    .updateMany({ userId, revokedAt: null, ...others }, { $set: { revokedAt: tx.clock.now() } });
  await revoke(tx, `user:${userId}`);
}
