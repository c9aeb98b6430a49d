import { actorOf, ensure, invalid, notFound, type PaginationQuery, unauthenticated } from '@siteninja/core';
import { mutexOfUser, transaction, type Tx } from '@siteninja/events';
import { type IdentityCtx } from '../context';
import { tenantsOfUser } from '../memberships/membership';
import { users } from '../users/user.model';
import { endSession, presentTokens, renewedAt } from './session';
import { type SessionRow, sessions } from './session.model';
import { type Session, type TenantChoice } from './session.schema';

/** The sessions of the caller that have not ended. */
export async function listSessions(ctx: IdentityCtx, query: PaginationQuery) {
  const { userId, sessionId } = userCaller(ctx);
  const { rows, pagination } = await sessions.in(ctx).paginate(liveOf(ctx, userId), query);
  return { items: rows.map((row) => presentSession(row, sessionId)), pagination };
}

/** Ends a session of the caller, everywhere within a second. @throws not_found where there is no such session */
export async function endOwnSession(ctx: IdentityCtx, id: string): Promise<void> {
  const { userId } = userCaller(ctx);
  const session = await sessions.in(ctx).findOne({ ...liveOf(ctx, userId), _id: id });
  ensure(session, () => notFound('session'));
  await endSession(ctx, session, { type: 'user.session_ended', actor: actorOf(ctx) });
}

/**
 * Makes another tenant of the caller the active one, in this session and in those to come. The refresh token before
 * is replaced, as by a refresh.
 * @throws invalid where the caller is no member of it, or there is none
 */
export async function switchTenant(ctx: IdentityCtx, { tenantId }: TenantChoice) {
  const { userId, sessionId } = userCaller(ctx);
  const tenants = await tenantsOfUser(ctx, userId);
  const isMember = tenants.some((tenant) => tenant.tenantId === tenantId);
  ensure(isMember, () => invalid([{ field: 'tenantId', message: 'You belong to no such tenant.' }]));
  const choose = async (tx: Tx<IdentityCtx>) => {
    const session = await sessions.in(tx).updateOne(
      { ...liveOf(tx, userId), _id: sessionId },
      {
        $set: { activeTenantId: tenantId, ...renewedAt(tx.clock.now()) },
        $inc: { refreshCounter: 1 },
      },
    );
    const user = await users.in(tx).updateOne({ _id: userId }, { $set: { lastTenantId: tenantId } });
    ensure(session && user, () => unauthenticated('auth.token_expired', 'The session has ended.'));
    return { session, user };
  };
  const { session, user } = await transaction(ctx, choose, { mutex: mutexOfUser(userId) });
  return presentTokens(ctx, user, session, tenantId);
}

/** @throws unauthenticated for whoever has no sessions */
export function userCaller({ caller }: IdentityCtx): { userId: string; sessionId: string } {
  ensure(caller.type === 'user', () => unauthenticated());
  return caller;
}

const liveOf = ({ clock }: IdentityCtx, userId: string) => ({
  userId,
  revokedAt: null,
  expiresAt: { $gt: clock.now() },
});

function presentSession(row: SessionRow, currentId: string): Session {
  const { _id: id, activeTenantId, userAgent, ipAddress, createdAt, lastSeenAt, expiresAt } = row;
  return {
    id,
    isCurrent: id === currentId,
    activeTenantId,
    userAgent,
    ipAddress,
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}
