import {
  conflict,
  DomainError,
  ensure,
  forbidden,
  type Permission,
  type Role,
  ROLE_PERMISSIONS,
  tenantOf,
  userOf,
} from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { type IdentityCtx } from '../context';
import { type MembershipRow, memberships } from '../memberships/membership.model';
import { tenants } from '../tenants/tenant.projection';
import { users } from '../users/user.model';

/** Has changes of a tenant's roles commit one after the other, in whichever process, so that its rules hold. */
export async function lockMembers(tx: Tx<IdentityCtx>): Promise<void> {
  await tenants.in(tx).lock({ _id: tenantOf(tx) }, 'memberChanges');
}

/**
 * Nobody gives, changes or takes away a role with a permission that they lack. What counts is the caller's role at
 * this moment: who has just been demoted cannot undo it with a request that was let in before.
 * @throws forbidden, `user.role_exceeded` where it is the role that forbids it
 */
export async function assertMayChange(
  tx: Tx<IdentityCtx>,
  permission: 'write:users' | 'delete:users',
  ...roles: readonly Role[]
): Promise<void> {
  if (tx.caller.isSuperAdmin) return;
  const held = await permissionsOfCaller(tx);
  ensure(held.has(permission), () => forbidden('auth.forbidden', `This needs the permission ${permission}.`));
  const isHeld = roles.every((role) => [...ROLE_PERMISSIONS[role]].every((each) => held.has(each)));
  ensure(isHeld, () =>
    forbidden('user.role_exceeded', 'This role has permissions that you do not have yourself.'),
  );
}

/** Those of a key are bounded by its creator's, as everywhere. */
async function permissionsOfCaller(tx: Tx<IdentityCtx>): Promise<ReadonlySet<Permission>> {
  const userId = userOf(tx);
  if (userId === null) return new Set();
  const [membership, user] = await Promise.all([
    memberships.in(tx).findOne({ userId, status: 'active' }),
    users.in(tx).findOne({ _id: userId, status: 'active' }),
  ]);
  if (user?.isSuperAdmin) return tx.caller.permissions;
  if (!user || !membership) return new Set();
  const ofRole = ROLE_PERMISSIONS[membership.role];
  return new Set([...tx.caller.permissions].filter((permission) => ofRole.has(permission)));
}

/**
 * Refuses one more member or invitation than the plan allows, in a transaction that has called `lockMembers`: however
 * many are made at once, there are never more. Nothing is limited until the tenant's subscription has arrived.
 * @throws payment_required `plan.limit_reached`
 */
export async function assertRoomForMember(tx: Tx<IdentityCtx>): Promise<void> {
  const tenant = await tenants.in(tx).findOne({ _id: tenantOf(tx) });
  const limit = tenant?.userLimit ?? null;
  if (limit === null) return;
  const usage = await memberships.in(tx).count({});
  if (usage < limit) return;
  const message = `The plan allows ${limit} members and invitations, and there are ${usage}.`;
  throw new DomainError('payment_required', 'plan.limit_reached', message, {
    details: [{ field: 'users', message, limit, usage }],
  });
}

/** A tenant keeps an admin who can sign in. @throws conflict `user.last_admin` */
export async function assertAdminLeft(tx: Tx<IdentityCtx>, leaving: MembershipRow): Promise<void> {
  if (leaving.role !== 'admin' || leaving.status !== 'active') return;
  const others = await memberships
    .in(tx)
    .find({ role: 'admin', status: 'active', userId: { $ne: leaving.userId } }, { select: { userId: 1 } });
  const ids = others.map(({ userId }) => userId);
  const left = await users.in(tx).findOne({ _id: { $in: ids }, status: 'active' }, { select: { _id: 1 } });
  ensure(left, () => conflict('user.last_admin', 'role', 'This is the last active admin of the tenant.'));
}
