import { ensure } from '@siteninja/core';
import { type IdentityCtx } from '../context';
import { memberships } from '../memberships/membership.model';
import { linkInvalid, readToken } from '../one-time-tokens/one-time-token';
import { tenants } from '../tenants/tenant.projection';
import { users } from '../users/user.model';

/** An invitation that can be accepted, with all that it is about. @throws gone `auth.link_invalid` */
export async function loadInvitation(ctx: IdentityCtx, token: string) {
  const found = await readToken(ctx, 'invitation', token);
  // In this order: whoever accepts it meanwhile changes both at once, and an account that is read before the membership
  // is never one of after that.
  const user = await users.in(ctx).findOne({ _id: found.userId });
  const membership = await memberships
    .across(ctx)
    .findOne({ _id: found.membershipId ?? '', status: 'invited' });
  ensure(membership && user, linkInvalid);
  const tenant = await tenants.in(ctx).findOne({ _id: membership.tenantId, deleted: false });
  // It was sent to this mailbox: whoever has changed their address since has to be invited anew.
  ensure(tenant && user.emailKey === found.emailKey, linkInvalid);
  return { token: found, membership, user, tenant };
}

/** @throws gone `auth.link_invalid` */
export async function getInvitation(ctx: IdentityCtx, token: string) {
  const { token: found, membership, user, tenant } = await loadInvitation(ctx, token);
  const inviter = await users.in(ctx).findOne({ _id: membership.invitedBy ?? '' });
  return {
    tenantId: tenant._id,
    tenantName: tenant.name,
    email: user.email,
    role: membership.role,
    invitedBy: inviter?.name ?? null,
    hasAccount: user.status !== 'invited',
    expiresAt: found.expiresAt.toISOString(),
  };
}
