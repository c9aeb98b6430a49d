import { tenantOf } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { countErased } from '@siteninja/service';
import { type IdentityCtx } from '../context';
import { memberships } from '../memberships/membership.model';
import { dropInvitations } from '../one-time-tokens/one-time-token';
import { revoke } from '../revocations/revocation';
import { sessions } from '../sessions/session.model';
import { tenants } from '../tenants/tenant.projection';
import { users } from '../users/user.model';
import { forgetInvited } from './remove-member';

const BATCH_SIZE = 50;

/**
 * Ends the memberships of a tenant that is erased. An account belongs to its person, also where this was its only
 * tenant, and stays; who was invited, and has no account of their own yet, is forgotten.
 */
export function eraseMembers(ctx: IdentityCtx): Promise<boolean> {
  return transaction(ctx, async (tx) => {
    const rows = await memberships.in(tx).find({}, { limit: BATCH_SIZE });
    if (rows.length === 0) return false;
    const userIds = rows.map(({ userId }) => userId);
    await memberships.in(tx).delete({ _id: { $in: rows.map(({ _id }) => _id) } });
    for (const { _id } of rows) await dropInvitations(tx, _id);
    const invited = await users.in(tx).find({ _id: { $in: userIds }, status: 'invited' });
    for (const user of invited) await forgetInvited(tx, user);
    await countErased(tx, { documents: rows.length });
    return true;
  });
}

/** Forgets who the tenant was, and that anybody worked in it. */
export function eraseTenant(ctx: IdentityCtx): Promise<boolean> {
  return transaction(ctx, async (tx) => {
    const tenantId = tenantOf(tx);
    await sessions.in(tx).updateMany({ activeTenantId: tenantId }, { $set: { activeTenantId: null } });
    await users.in(tx).updateMany({ lastTenantId: tenantId }, { $set: { lastTenantId: null } });
    const documents = await tenants.in(tx).delete({ _id: tenantId });
    if (documents === 0) return false;
    await revoke(tx, `tenant:${tenantId}`);
    await countErased(tx, { documents });
    return true;
  });
}
