import { conflict, ensure, newId, inTenant } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { type IdentityCtx } from '../context';
import { memberships } from '../memberships/membership.model';
import { refuseWeakPassword } from '../passwords/password-rules';
import { openSession, presentTokens } from '../sessions/session';
import { keepTenant } from '../tenants/tenant';
import { emailKeyOf, presentUser } from '../users/user';
import { users } from '../users/user.model';
import { actorFor } from './login';
import {
  activateTenant,
  type NewTenant,
  type ReservedTenant,
  releaseTenant,
  reserveTenant,
} from './tenant-steps';

export interface Registration {
  email: string;
  password: string;
  name: string;
  /** As POST /tenants takes it; the tenant service judges it. */
  tenant?: NewTenant;
}

interface NewAccount {
  userId: string;
  email: string;
  name: string;
  passwordHash: string;
}

/**
 * Makes an account and signs it in; with `tenant` also the tenant, whose admin it is. All or nothing: the tenant
 * is reserved first, and let go again when the account cannot be made.
 * @throws invalid, conflict `user.email_taken`, whatever refuses the tenant, unavailable
 */
export async function register(ctx: IdentityCtx, { tenant, password, ...who }: Registration) {
  refuseWeakPassword(password, who);
  await refuseTakenEmail(ctx, who.email);
  const passwordHash = await ctx.ports.passwords.hash(password);
  const account = { ...who, passwordHash, userId: newId() };
  if (!tenant) return makeAccount(ctx, account, null);
  const reserved = await reserveTenant(ctx, tenant, actorFor(ctx, account.userId));
  const tokens = await makeAccount(ctx, account, reserved).catch(async (error: unknown) => {
    await releaseTenant(ctx, reserved.id, error);
    throw error;
  });
  return { ...tokens, tenant: await activateTenant(ctx, reserved.id) };
}

/** Most who come a second time are told here; of two at once the unique index tells the second. */
async function refuseTakenEmail(ctx: IdentityCtx, email: string): Promise<void> {
  const known = await users.in(ctx).findOne({ emailKey: emailKeyOf(email) }, { select: { _id: 1 } });
  ensure(!known, () => conflict('user.email_taken', 'email', 'There is already an account with this email.'));
}

async function makeAccount(ctx: IdentityCtx, account: NewAccount, tenant: ReservedTenant | null) {
  const activeTenantId = tenant?.id ?? null;
  const create = async (tx: Tx<IdentityCtx>) => {
    const row = await insertUser(tx, account, activeTenantId);
    if (tenant) await makeAdmin(tx, row._id, tenant);
    const after = presentUser(row);
    tx.record({
      type: 'user.registered',
      tenantId: null,
      actor: actorFor(tx, row._id),
      resource: { type: 'user', id: row._id, version: row.revision },
      data: after,
      change: { before: null, after },
    });
    return { user: row, session: await openSession(tx, row._id, activeTenantId) };
  };
  const { user, session } = await transaction(ctx, create, { mutex: `email ${emailKeyOf(account.email)}` });
  return presentTokens(ctx, user, session, activeTenantId);
}

function insertUser(
  tx: Tx<IdentityCtx>,
  { userId, email, name, passwordHash }: NewAccount,
  lastTenantId: string | null,
) {
  return users.in(tx).insert({
    _id: userId,
    email,
    emailKey: emailKeyOf(email),
    name,
    passwordHash,
    status: 'active',
    isSuperAdmin: false,
    emailVerifiedAt: null,
    lastLogin: tx.clock.now(),
    lastTenantId,
    securityVersion: 1,
  });
}

async function makeAdmin(
  tx: Tx<IdentityCtx>,
  userId: string,
  { id, name, status, revision }: ReservedTenant,
): Promise<void> {
  await keepTenant(tx, id, { name, status, deleted: false, revision });
  await memberships.in(inTenant(tx, id)).insert({ userId, role: 'admin', status: 'active', invitedBy: null });
}
