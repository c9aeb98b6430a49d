import { type BodyOf, type calls } from '@siteninja/contracts';
import {
  type CallerTenant,
  ensure,
  type Permission,
  type Role,
  ROLE_PERMISSIONS,
  unauthenticated,
  inTenant,
} from '@siteninja/core';
import { isErased } from '@siteninja/events';
import { type ApiKeyRow, apiKeys } from '../api-keys/api-key.model';
import { earliestEnd, isUsable } from '../api-keys/bounds';
import { type IdentityCtx } from '../context';
import { type MembershipRow, memberships } from '../memberships/membership.model';
import { isLive } from '../sessions/session';
import { type SessionRow, sessions } from '../sessions/session.model';
import { type TenantRow, tenants } from '../tenants/tenant.projection';
import { users } from '../users/user.model';

type Credential = BodyOf<typeof calls.getGrants>['credential'];
type SessionCredential = Extract<Credential, { type: 'session' }>;
type ApiKeyCredential = Extract<Credential, { type: 'api_key' }>;

/** How precisely it is stored when a session or key was last seen. */
const LAST_SEEN_PRECISION_MS = 60_000;

/**
 * Whom a credential stands for and what they may do in a tenant, for the gateway to vouch for. The permissions of a
 * super_admin are not listed, as none is required of them.
 * @throws unauthenticated
 */
export function grantsFor(ctx: IdentityCtx, credential: Credential, tenantId: string | null) {
  return credential.type === 'session'
    ? grantsOfSession(ctx, credential, tenantId)
    : grantsOfApiKey(ctx, credential, tenantId);
}

async function grantsOfSession(
  ctx: IdentityCtx,
  { userId, sessionId, securityVersion }: SessionCredential,
  tenantId: string | null,
) {
  const [session, user, membership, tenant] = await Promise.all([
    sessions.in(ctx).findOne({ _id: sessionId }),
    users.in(ctx).findOne({ _id: userId }),
    tenantId === null ? null : activeMembership(ctx, tenantId, userId),
    tenantId === null ? null : tenants.in(ctx).findOne({ _id: tenantId }),
  ]);
  const valid =
    isLive(ctx, session) &&
    session.userId === userId &&
    user?.status === 'active' &&
    user.securityVersion === securityVersion;
  ensure(valid, () => unauthenticated('auth.token_expired', 'The session of this access token has ended.'));
  touchSession(ctx, session);
  const role = membership?.role ?? null;
  const belongs = tenant !== null && (role !== null || user.isSuperAdmin);
  const erased = user.isSuperAdmin && tenant === null ? await findErased(ctx, tenantId) : null;
  return {
    caller: { type: 'user' as const, userId, sessionId },
    isSuperAdmin: user.isSuperAdmin,
    tenant: belongs ? callerTenant(tenant, role) : erased,
    permissions: belongs && role !== null ? [...ROLE_PERMISSIONS[role]] : [],
    expiresAt: session.expiresAt.toISOString(),
  };
}

const keyInvalid = () => unauthenticated('auth.key_invalid', 'The API key is not valid.');

/**
 * A key has no more permissions than its creator has now, and is not valid once the creator has left the tenant, and
 * while that is deleted.
 */
async function grantsOfApiKey(ctx: IdentityCtx, { hash }: ApiKeyCredential, tenantId: string | null) {
  const key = await findKey(ctx, hash);
  ensure(key && isUsable(ctx, key), keyInvalid);
  const makers = await makersOf(ctx, key);
  const [creator, membership, tenant] = await Promise.all([
    users.in(ctx).findOne({ _id: key.createdBy }),
    activeMembership(ctx, key.tenantId, key.createdBy),
    tenants.in(ctx).findOne({ _id: key.tenantId }),
  ]);
  ensure(tenant?.deleted === false, keyInvalid);
  ensure(creator?.status === 'active' && (membership || creator.isSuperAdmin), keyInvalid);
  touchApiKey(ctx, key);
  const { _id: apiKeyId, createdBy, ancestorIds = [] } = key;
  const rateLimit = Math.min(key.rateLimit, ...makers.map((maker) => maker.rateLimit));
  const isInTenant = tenantId === null || tenantId === key.tenantId;
  const held = (permission: Permission): boolean =>
    (creator.isSuperAdmin || (membership !== null && ROLE_PERMISSIONS[membership.role].has(permission))) &&
    makers.every(({ permissions }) => permissions.includes(permission));
  return {
    caller: { type: 'api_key' as const, apiKeyId, createdBy, rateLimit, ancestorIds },
    isSuperAdmin: false,
    tenant: isInTenant ? callerTenant(tenant, null) : null,
    permissions: isInTenant ? key.permissions.filter(held) : [],
    expiresAt: earliestEnd([key, ...makers])?.toISOString() ?? null,
  };
}

/** A key that has been replaced ends when its grace does. */
async function findKey(ctx: IdentityCtx, hash: string): Promise<ApiKeyRow | null> {
  const current = await apiKeys.across(ctx).findOne({ keyHash: hash });
  if (current) return current;
  const rotated = await apiKeys.across(ctx).findOne({ previousKeyHash: hash });
  if (!rotated) return null;
  const end = { expiresAt: rotated.previousKeyExpiresAt };
  return { ...rotated, expiresAt: earliestEnd([rotated, end]) };
}

/** The keys that a key descends from: it can do no more than each of them. @throws unauthenticated where one has ended */
async function makersOf(ctx: IdentityCtx, { tenantId, ancestorIds = [] }: ApiKeyRow): Promise<ApiKeyRow[]> {
  if (ancestorIds.length === 0) return [];
  const makers = await apiKeys.in(inTenant(ctx, tenantId)).find({ _id: { $in: ancestorIds } });
  ensure(makers.length === ancestorIds.length && makers.every((maker) => isUsable(ctx, maker)), keyInvalid);
  return makers;
}

function activeMembership(ctx: IdentityCtx, tenantId: string, userId: string): Promise<MembershipRow | null> {
  return memberships.in(inTenant(ctx, tenantId)).findOne({ userId, status: 'active' });
}

/** Of a tenant that is erased a super_admin reads what is left. */
async function findErased(ctx: IdentityCtx, tenantId: string | null): Promise<CallerTenant | null> {
  if (tenantId === null || !(await isErased(ctx, tenantId))) return null;
  return { id: tenantId, status: 'cancelled', deleted: true, role: null };
}

function callerTenant({ _id: id, status, deleted }: TenantRow, role: Role | null): CallerTenant {
  return { id, status, deleted, role };
}

/** Written while the answer is sent, not before it. */
function touchSession(ctx: IdentityCtx, { _id, lastSeenAt }: SessionRow): void {
  const now = ctx.clock.now();
  if (now.getTime() - lastSeenAt.getTime() < LAST_SEEN_PRECISION_MS) return;
  sessions
    .in(ctx)
    .updateOne({ _id, lastSeenAt }, { $set: { lastSeenAt: now } })
    .catch(logUnwritten(ctx));
}

function touchApiKey(ctx: IdentityCtx, { _id, tenantId, lastUsedAt }: ApiKeyRow): void {
  const now = ctx.clock.now();
  if (lastUsedAt !== null && now.getTime() - lastUsedAt.getTime() < LAST_SEEN_PRECISION_MS) return;
  apiKeys
    .in(inTenant(ctx, tenantId))
    .updateOne({ _id, lastUsedAt }, { $set: { lastUsedAt: now } })
    .catch(logUnwritten(ctx));
}

/** The next request writes it again. */
function logUnwritten(ctx: IdentityCtx) {
  return (error: unknown): void => {
    ctx.log.debug('the last use of a credential could not be stored', { error });
  };
}
