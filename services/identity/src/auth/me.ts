import { ensure, PERMISSIONS, ROLE_PERMISSIONS, unauthenticated } from '@siteninja/core';
import { presentApiKey } from '../api-keys/api-key';
import { apiKeys } from '../api-keys/api-key.model';
import { type IdentityCtx } from '../context';
import { activeTenantOf, tenantsOfUser } from '../memberships/membership';
import { sessions } from '../sessions/session.model';
import { tenants } from '../tenants/tenant.projection';
import { presentUser } from '../users/user';
import { users } from '../users/user.model';

/** The caller, their tenants, and what they may do in the active one. @throws unauthenticated */
export async function whoAmI(ctx: IdentityCtx) {
  const { caller } = ctx;
  if (caller.type === 'user') return describeUser(ctx, caller.userId, caller.sessionId);
  ensure(caller.type === 'api_key', () => unauthenticated());
  return describeApiKey(ctx, caller.apiKeyId);
}

async function describeUser(ctx: IdentityCtx, userId: string, sessionId: string) {
  const [user, session, memberships] = await Promise.all([
    users.in(ctx).findOne({ _id: userId }),
    sessions.in(ctx).findOne({ _id: sessionId }, { select: { activeTenantId: 1 } }),
    tenantsOfUser(ctx, userId),
  ]);
  ensure(user, () => unauthenticated('auth.token_expired', 'The account of this token is gone.'));
  const activeTenantId = activeTenantOf(session?.activeTenantId ?? null, memberships);
  const role = memberships.find(({ tenantId }) => tenantId === activeTenantId)?.role;
  const held = role ? [...ROLE_PERMISSIONS[role]] : [];
  return {
    user: presentUser(user),
    activeTenantId,
    memberships,
    permissions: user.isSuperAdmin ? [...PERMISSIONS] : held,
  };
}

/** An API key works in one tenant without being a member: it has permissions of its own and no role. */
async function describeApiKey(ctx: IdentityCtx, apiKeyId: string) {
  const row = await apiKeys.across(ctx).findOne({ _id: apiKeyId });
  ensure(row, () => unauthenticated('auth.key_invalid', 'The API key is not valid.'));
  const { tenantId } = row;
  const tenant = await tenants.in(ctx).findOne({ _id: tenantId });
  return {
    apiKey: presentApiKey(row),
    activeTenantId: tenantId,
    memberships: tenant ? [{ tenantId, name: tenant.name, role: null }] : [],
    permissions: [...ctx.caller.permissions],
  };
}
