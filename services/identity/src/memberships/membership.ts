import { type BodyOf, type calls, DEFAULT_LOCALE, type QueryOf } from '@siteninja/contracts';
import { inTenant, type Role, tenantOf } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { type IdentityCtx } from '../context';
import { revoke } from '../revocations/revocation';
import { projectTenant } from '../tenants/tenant';
import { tenants } from '../tenants/tenant.projection';
import { users } from '../users/user.model';
import { memberships } from './membership.model';

/** A tenant that a user belongs to, as `GET /auth/me` shows it. */
export interface TenantOfUser {
  tenantId: string;
  name: string;
  role: Role;
}

/** The tenants that a user is an active member of, oldest membership first, without deleted ones. */
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

/** Whether a user belongs to any tenant, or is invited to one. */
export async function isMember(ctx: IdentityCtx, userId: string): Promise<boolean> {
  return (await memberships.across(ctx).findOne({ userId }, { select: { _id: 1 } })) !== null;
}

/** The preferred tenant if the user is still a member, else the first. */
export function activeTenantOf(preferred: string | null, candidates: readonly TenantOfUser[]): string | null {
  const tenant = candidates.find(({ tenantId }) => tenantId === preferred) ?? candidates[0];
  return tenant?.tenantId ?? null;
}

/** Makes a user a member of a tenant that is being created; idempotent. @throws not_found */
export async function addMember(
  ctx: IdentityCtx,
  { tenantId, userId, role, tenant }: BodyOf<typeof calls.addMember>,
) {
  await transaction(inTenant(ctx, tenantId), async (tx) => {
    await users.in(tx).get(userId, {}, { select: { _id: 1 } });
    await projectTenant(tx, tenantId, tenant);
    const known = await memberships.in(tx).findOne({ userId });
    if (known?.role === role && known.status === 'active') return;
    await memberships
      .in(tx)
      .upsert(
        { userId },
        { $set: { role, status: 'active' }, $setOnInsert: { invitedBy: null, invitedName: null } },
      );
    await revoke(tx, `user:${userId}`);
  });
  ctx.invalidate(`user:${userId}`);
  return {};
}

/** Whether the tenant has an admin: the tenant service then completes its creation. */
export async function hasAdmin(ctx: IdentityCtx): Promise<{ exists: boolean }> {
  const admin = await memberships
    .in(ctx)
    .findOne({ role: 'admin', status: 'active' }, { select: { _id: 1 } });
  return { exists: admin !== null };
}

/** Mails go to no more admins than that: the ones who came first. */
const MAX_MAILED = 20;

/** The addresses of the tenant's active admins; none of a tenant that is deleted. */
export async function listAdminEmails(ctx: IdentityCtx) {
  const tenant = await tenants.in(ctx).findOne({ _id: tenantOf(ctx), deleted: false });
  if (!tenant) return { name: '', locale: DEFAULT_LOCALE, emails: [] };
  const found = await users.in(ctx).find({ _id: { $in: await listAdmins(ctx) }, status: 'active' });
  return { name: tenant.name, locale: tenant.locale, emails: found.map(({ email }) => email) };
}

/** The ids of the tenant's admins whom mails about it go to. */
export async function listAdmins(ctx: IdentityCtx): Promise<string[]> {
  const admins = await memberships
    .in(ctx)
    .find({ role: 'admin', status: 'active' }, { sort: { createdAt: 1, _id: 1 }, limit: MAX_MAILED });
  return admins.map(({ userId }) => userId);
}

/** Memberships in a page of the internal list. */
const PAGE_SIZE = 200;

/** Those of all tenants, by id, so that what is made meanwhile comes at the end. */
export async function listMemberships(ctx: IdentityCtx, { after }: QueryOf<typeof calls.listMemberships>) {
  const rows = await memberships
    .across(ctx)
    .find({ _id: { $gt: after ?? '' } }, { sort: { _id: 1 }, limit: PAGE_SIZE });
  const items = rows.map(({ tenantId, userId, status, createdAt, revision }) => ({
    tenantId,
    userId,
    isActive: status === 'active',
    createdAt: createdAt.toISOString(),
    revision,
  }));
  return { items, next: rows.length < PAGE_SIZE ? null : (rows.at(-1)?._id ?? null) };
}
