import { conflict, ensure, newId, inTenant } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { mailboxOf } from '@siteninja/schema';
import { type IdentityCtx } from '../context';
import { memberships } from '../memberships/membership.model';
import { assertNotWeak } from '../passwords/password-rules';
import { openSession, presentTokens } from '../sessions/session';
import { projectTenant } from '../tenants/tenant';
import { presentUser } from '../users/user';
import { users } from '../users/user.model';
import { type Registration } from './auth.schema';
import { actorFor } from './login';
import { activateTenant, type ReservedTenant, releaseTenant, reserveTenant } from './tenant-saga';

interface NewAccount {
  userId: string;
  email: string;
  name: string;
  passwordHash: string;
}

/**
 * Creates an account and signs it in; with `tenant` also the tenant, whose admin it is. All or nothing: the tenant
 * is reserved first, and released when the account cannot be created.
 * @throws invalid, conflict `user.email_taken`, unavailable, and what the tenant service throws about the tenant
 */
export async function register(ctx: IdentityCtx, { tenant, password, ...who }: Registration) {
  assertNotWeak(password, who);
  await assertEmailNotTaken(ctx, who.email);
  const passwordHash = await ctx.ports.passwords.hash(password);
  const account = { ...who, passwordHash, userId: newId() };
  if (!tenant) return createAccount(ctx, account, null);
  const reserved = await reserveTenant(ctx, tenant, actorFor(ctx, account.userId));
  const tokens = await createAccount(ctx, account, reserved).catch(async (error: unknown) => {
    await releaseTenant(ctx, reserved.id, error);
    throw error;
  });
  return { ...tokens, tenant: await activateTenant(ctx, reserved.id) };
}

/** Tells most people before their password is hashed; of two concurrent registrations the unique index refuses one. */
async function assertEmailNotTaken(ctx: IdentityCtx, email: string): Promise<void> {
  const known = await users.in(ctx).findOne({ emailKey: mailboxOf(email) }, { select: { _id: 1 } });
  ensure(!known, () => conflict('user.email_taken', 'email', 'There is already an account with this email.'));
}

async function createAccount(ctx: IdentityCtx, account: NewAccount, tenant: ReservedTenant | null) {
  const activeTenantId = tenant?.id ?? null;
  const create = async (tx: Tx<IdentityCtx>) => {
    const row = await insertUser(tx, account, activeTenantId);
    if (tenant) await insertAdmin(tx, row._id, tenant);
    const after = presentUser(row);
    tx.recordChange('user.registered', null, after, { tenantId: null, actor: actorFor(tx, row._id) });
    return { user: row, session: await openSession(tx, row._id, activeTenantId) };
  };
  const { user, session } = await transaction(ctx, create, { mutex: `email ${mailboxOf(account.email)}` });
  const tokens = await presentTokens(ctx, user, session, activeTenantId);
  return { ...tokens, deviceToken: ctx.ports.deviceTokens.write(user._id, ctx.clock.now()) };
}

function insertUser(
  tx: Tx<IdentityCtx>,
  { userId, email, name, passwordHash }: NewAccount,
  lastTenantId: string | null,
) {
  return users.in(tx).insert({
    _id: userId,
    email,
    emailKey: mailboxOf(email),
    name,
    passwordHash,
    status: 'active',
    isSuperAdmin: false,
    emailVerifiedAt: null,
    lastLogin: tx.clock.now(),
    lastTenantId,
    guessesCountedFrom: null,
    securityVersion: 1,
  });
}

async function insertAdmin(
  tx: Tx<IdentityCtx>,
  userId: string,
  { id, name, status, revision }: ReservedTenant,
): Promise<void> {
  await projectTenant(tx, id, {
    ...{ name, status, revision },
    ...{ deleted: false, isSuspendedByPlatform: false },
  });
  await memberships.in(inTenant(tx, id)).insert({ userId, role: 'admin', status: 'active', invitedBy: null });
}
