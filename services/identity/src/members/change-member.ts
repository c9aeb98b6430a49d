import { conflict, ensure, requireMatch } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { type IdentityCtx } from '../context';
import { type MembershipRow, memberships } from '../memberships/membership.model';
import { revoke } from '../revocations/revocation';
import { type UserRow } from '../users/user.model';
import { type MemberRole, type MemberStatus } from './member.schema';
import { loadMember, presentMember } from './read-member';
import { assertAdminLeft, assertMayChange, lockMembers } from './rules';

/**
 * Lets a member in or keeps them out, within a second also with tokens and keys that they have.
 * @throws not_found, forbidden `user.role_exceeded`, conflict `user.last_admin`, `user.not_joined`
 */
export function setMemberStatus(ctx: IdentityCtx, userId: string, { status }: MemberStatus) {
  return change(ctx, userId, async (tx, { row, user }) => {
    await assertMayChange(tx, 'write:users', row.role);
    ensure(row.status !== 'invited', () =>
      conflict('user.not_joined', 'status', 'This person has not accepted the invitation yet.'),
    );
    if (row.status === status) return row;
    if (status === 'inactive') await assertAdminLeft(tx, row);
    const after = await memberships.in(tx).update(row._id, { status });
    tx.recordChange('user.updated', presentMember(row, user), presentMember(after, user));
    return after;
  });
}

/**
 * Gives a member another role. What they may do, and what keys of theirs may, changes within a second.
 * @throws not_found, forbidden `user.role_exceeded`, conflict `user.last_admin`
 */
export function setMemberRole(ctx: IdentityCtx, userId: string, { role }: MemberRole) {
  return change(ctx, userId, async (tx, { row, user }) => {
    await assertMayChange(tx, 'write:users', row.role, role);
    if (row.role === role) return row;
    await assertAdminLeft(tx, row);
    const after = await memberships.in(tx).update(row._id, { role });
    tx.recordChange('user.role_changed', presentMember(row, user), presentMember(after, user));
    return after;
  });
}

type Work = (tx: Tx<IdentityCtx>, known: { row: MembershipRow; user: UserRow }) => Promise<MembershipRow>;

async function change(ctx: IdentityCtx, userId: string, work: Work) {
  const after = await transaction(ctx, async (tx) => {
    await lockMembers(tx);
    const known = await loadMember(tx, userId);
    requireMatch(tx, () => presentMember(known.row, known.user));
    const row = await work(tx, known);
    if (row.revision !== known.row.revision) await revoke(tx, `user:${userId}`);
    return presentMember(row, known.user);
  });
  ctx.invalidate(`user:${userId}`);
  return after;
}
