import { type BodyOf, type calls } from '@siteninja/contracts';
import { ensure, notFound, type Role, inTenant } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { type IdentityCtx } from '../context';
import { revoke } from '../revocations/revocation';
import { keepTenant } from '../tenants/tenant';
import { tenants } from '../tenants/tenant.model';
import { users } from '../users/user.model';
import { memberships } from './membership.model';

/** A tenant that a user belongs to, as `GET /auth/me` shows it. */
export interface TenantOfUser {
  tenantId: string;
  name: string;
  role: Role;
}

/** The tenants that a user may work in, the oldest first; not those that are deleted. */
export async function tenantsOfUser(ctx: IdentityCtx, userId: string): Promise<TenantOfUser[]> {
  const held = await memberships
    .across(ctx)
    .find({ userId, status: 'active' }, { sort: { createdAt: 1, _id: 1 } });
  const known = await tenants
    .in(ctx)
    .find({ _id: { $in: held.map(({ tenantId }) => tenantId) }, deleted: false });
  const names = new Map(known.map(({ _id, name }) => [_id, name]));
  return held.flatMap(({ tenantId, role }) => {
    const name = names.get(tenantId);
    return name === undefined ? [] : [{ tenantId, name, role }];
  });
}

/** The tenant to begin in: the preferred one while the user still works there, else the oldest. */
export function activeTenantOf(preferred: string | null, of: readonly TenantOfUser[]): string | null {
  const tenant = of.find(({ tenantId }) => tenantId === preferred) ?? of[0];
  return tenant?.tenantId ?? null;
}

/** Makes a user a member of a tenant that is being made. Done again, it changes nothing. @throws not_found */
export async function addMember(
  ctx: IdentityCtx,
  { tenantId, userId, role, tenant }: BodyOf<typeof calls.addMember>,
) {
  await transaction(inTenant(ctx, tenantId), async (tx) => {
    ensure(await users.in(tx).findOne({ _id: userId }, { select: { _id: 1 } }), () => notFound('user'));
    await keepTenant(tx, tenantId, tenant);
    const known = await memberships.in(tx).findOne({ userId });
    if (known?.role === role && known.status === 'active') return;
    await memberships
      .in(tx)
      .upsert({ userId }, { $set: { role, status: 'active' }, $setOnInsert: { invitedBy: null } });
    await revoke(tx, `user:${userId}`);
  });
  ctx.invalidate(`user:${userId}`);
  return {};
}

/** Whether the tenant of the path has an admin: then its making goes on. */
export async function hasAdmin(ctx: IdentityCtx): Promise<{ exists: boolean }> {
  const admin = await memberships
    .in(ctx)
    .findOne({ role: 'admin', status: 'active' }, { select: { _id: 1 } });
  return { exists: admin !== null };
}
