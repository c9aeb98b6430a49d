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
import { type ApiKeyRow, apiKeys } from '../api-keys/api-key.model';
import { type IdentityCtx } from '../context';
import { type MembershipRow, memberships } from '../memberships/membership.model';
import { isLive } from '../sessions/session';
import { type SessionRow, sessions } from '../sessions/session.model';
import { type TenantRecord, tenants } from '../tenants/tenant.model';
import { users } from '../users/user.model';

type Credential = BodyOf<typeof calls.getGrants>['credential'];
type SessionCredential = Extract<Credential, { type: 'session' }>;
type ApiKeyCredential = Extract<Credential, { type: 'api_key' }>;

/** Milliseconds between two notes of when a session or key was last seen. */
const SEEN_EVERY = 60_000;

/**
 * Who a credential is, and what they may do in a tenant: what the gateway vouches for. A super_admin has no
 * permissions listed, as none is asked of them.
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
  noteSession(ctx, session);
  const role = membership?.role ?? null;
  const belongs = tenant !== null && (role !== null || user.isSuperAdmin);
  return {
    caller: { type: 'user' as const, userId, sessionId },
    isSuperAdmin: user.isSuperAdmin,
    tenant: belongs ? callerTenant(tenant, role) : null,
    permissions: belongs && role !== null ? [...ROLE_PERMISSIONS[role]] : [],
  };
}

const keyInvalid = () => unauthenticated('auth.key_invalid', 'The API key is not valid.');

/** A key is worth as much as its creator: one who is demoted takes it along, one who has left ends it. */
async function grantsOfApiKey(ctx: IdentityCtx, { hash }: ApiKeyCredential, tenantId: string | null) {
  const key = await apiKeys.across(ctx).findOne({ keyHash: hash });
  ensure(key && isUsable(ctx, key), keyInvalid);
  const [creator, membership, tenant] = await Promise.all([
    users.in(ctx).findOne({ _id: key.createdBy }),
    activeMembership(ctx, key.tenantId, key.createdBy),
    tenants.in(ctx).findOne({ _id: key.tenantId }),
  ]);
  ensure(tenant && creator?.status === 'active' && (membership || creator.isSuperAdmin), keyInvalid);
  noteApiKey(ctx, key);
  const { _id: apiKeyId, createdBy, rateLimit } = key;
  const here = tenantId === null || tenantId === key.tenantId;
  const held = (permission: Permission): boolean =>
    creator.isSuperAdmin || (membership !== null && ROLE_PERMISSIONS[membership.role].has(permission));
  return {
    caller: { type: 'api_key' as const, apiKeyId, createdBy, rateLimit },
    isSuperAdmin: false,
    tenant: here ? callerTenant(tenant, null) : null,
    permissions: here ? key.permissions.filter(held) : [],
  };
}

function isUsable(ctx: IdentityCtx, { isActive, expiresAt }: ApiKeyRow): boolean {
  return isActive && (expiresAt === null || expiresAt > ctx.clock.now());
}

function activeMembership(ctx: IdentityCtx, tenantId: string, userId: string): Promise<MembershipRow | null> {
  return memberships.in(inTenant(ctx, tenantId)).findOne({ userId, status: 'active' });
}

function callerTenant({ _id: id, status, deleted }: TenantRecord, role: Role | null): CallerTenant {
  return { id, status, deleted, role };
}

/** Written down beside the answer, not before it. */
function noteSession(ctx: IdentityCtx, { _id, lastSeenAt }: SessionRow): void {
  const now = ctx.clock.now();
  if (now.getTime() - lastSeenAt.getTime() < SEEN_EVERY) return;
  sessions
    .in(ctx)
    .updateOne({ _id, lastSeenAt }, { $set: { lastSeenAt: now } })
    .catch(notWritten(ctx));
}

function noteApiKey(ctx: IdentityCtx, { _id, tenantId, lastUsedAt }: ApiKeyRow): void {
  const now = ctx.clock.now();
  if (lastUsedAt !== null && now.getTime() - lastUsedAt.getTime() < SEEN_EVERY) return;
  apiKeys
    .in(inTenant(ctx, tenantId))
    .updateOne({ _id, lastUsedAt }, { $set: { lastUsedAt: now } })
    .catch(notWritten(ctx));
}

/** It will be at the next occasion. */
function notWritten(ctx: IdentityCtx) {
  return (error: unknown): void => {
    ctx.log.debug('when a credential was last seen could not be written', { error });
  };
}
