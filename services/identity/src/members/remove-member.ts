import { requireMatch, tenantOf } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { endKey } from '../api-keys/api-key';
import { apiKeys } from '../api-keys/api-key.model';
import { type IdentityCtx } from '../context';
import { isMember } from '../memberships/membership';
import { memberships } from '../memberships/membership.model';
import { dropInvitations, dropTokens } from '../one-time-tokens/one-time-token';
import { revoke } from '../revocations/revocation';
import { sessions } from '../sessions/session.model';
import { type UserRow, users } from '../users/user.model';
import { loadMember, presentMember } from './read-member';
import { assertAdminLeft, assertMayChange, lockMembers } from './rules';

/**
 * Ends a membership, with the member's keys here and the sessions that are in this tenant. Who was invited, and has no
 * account of their own yet, is forgotten.
 * @throws not_found, forbidden `user.role_exceeded`, conflict `user.last_admin`, precondition_failed
 */
export async function removeMember(ctx: IdentityCtx, userId: string): Promise<void> {
  await transaction(ctx, async (tx) => {
    await lockMembers(tx);
    const { row, user } = await loadMember(tx, userId);
    const before = presentMember(row, user);
    requireMatch(tx, () => before);
    await assertMayChange(tx, 'delete:users', row.role);
    await assertAdminLeft(tx, row);
    await memberships.in(tx).delete({ _id: row._id });
    await dropInvitations(tx, row._id);
    const { id: causedBy } = tx.recordChange('user.removed', before, null);
    await endKeysOf(tx, userId, causedBy);
    await endSessionsHere(tx, userId);
    await revoke(tx, `user:${userId}`);
    await forgetInvited(tx, user);
  });
  ctx.invalidate(`user:${userId}`);
}

async function endKeysOf(tx: Tx<IdentityCtx>, createdBy: string, causedBy: string): Promise<void> {
  const held = await apiKeys.in(tx).find({ createdBy, isActive: true });
  for (const key of held) await endKey(tx, key, { causedBy });
}

async function endSessionsHere(tx: Tx<IdentityCtx>, userId: string): Promise<void> {
  await sessions
    .in(tx)
    .updateMany(
      { userId, revokedAt: null, activeTenantId: tenantOf(tx) },
      { $set: { revokedAt: tx.clock.now() } },
    );
}

/** Otherwise the address would count as taken for ever. */
export async function forgetInvited(tx: Tx<IdentityCtx>, { _id, status }: UserRow): Promise<void> {
  if (status !== 'invited' || (await isMember(tx, _id))) return;
  await users.in(tx).delete({ _id, status: 'invited' });
  await dropTokens(tx, _id, 'invitation');
}
