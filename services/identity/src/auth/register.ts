import { conflict, ensure, newId, inTenant } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { mailboxOf } from '@siteninja/schema';
import { type IdentityCtx } from '../context';
import { countWithinLimit } from '../mails/mail-limit';
import { mailVerification } from '../mails/mail.jobs';
import { memberships } from '../memberships/membership.model';
import { assertNotWeak } from '../passwords/password-rules';
import { openSession, presentTokens } from '../sessions/session';
import { projectTenant } from '../tenants/tenant';
import { newUser, presentUser } from '../users/user';
import { type UserRow, users } from '../users/user.model';
import { type Registration } from './auth.schema';
import { actorFor } from './login';
import { activateTenant, type ReservedTenant, releaseTenant, reserveTenant } from './tenant-saga';

interface NewAccount {
  _id: string;
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
  assertNotWeak(password, { ...who, businesses: tenant ? [tenant.name, tenant.businessName] : [] });
  const _id = await idFor(ctx, who.email);
  const passwordHash = await ctx.ports.passwords.hash(password);
  const account = { ...who, passwordHash, _id };
  if (!tenant) return createAccount(ctx, account, null);
  const reserved = await reserveTenant(ctx, tenant, actorFor(ctx, account._id));
  const tokens = await createAccount(ctx, account, reserved).catch(async (error: unknown) => {
    await releaseTenant(ctx, reserved.id, error);
    throw error;
  });
  return { ...tokens, tenant: await activateTenant(ctx, reserved.id) };
}

/**
 * The id of the new account: that of an invitation, if there is one. Tells most people before their password is hashed
 * that their email is taken; of two concurrent registrations the unique index refuses one.
 */
async function idFor(ctx: IdentityCtx, email: string): Promise<string> {
  const known = await users.in(ctx).findOne({ emailKey: mailboxOf(email) }, { select: { status: 1 } });
  ensure(!known || known.status === 'invited', () =>
    conflict('user.email_taken', 'email', 'There is already an account with this email.'),
  );
  return known?._id ?? newId();
}

async function createAccount(ctx: IdentityCtx, account: NewAccount, tenant: ReservedTenant | null) {
  const activeTenantId = tenant?.id ?? null;
  const create = async (tx: Tx<IdentityCtx>) => {
    const row = await insertUser(tx, account, activeTenantId);
    if (tenant) await insertAdmin(tx, row._id, tenant);
    await mailVerification(tx, row._id);
    const after = presentUser(row);
    tx.recordChange('user.registered', null, after, { tenantId: null, actor: actorFor(tx, row._id) });
    return { user: row, session: await openSession(tx, row._id, activeTenantId) };
  };
  await countWithinLimit(ctx, 'verify_email', mailboxOf(account.email));
  const { user, session } = await transaction(ctx, create, { mutex: `email ${mailboxOf(account.email)}` });
  const tokens = await presentTokens(ctx, user, session, activeTenantId);
  return { ...tokens, deviceToken: ctx.ports.deviceTokens.write(user._id, ctx.clock.now()) };
}

/** Somebody who was invited may register instead: the account is theirs, and the invitation stays open. */
async function insertUser(
  tx: Tx<IdentityCtx>,
  account: NewAccount,
  lastTenantId: string | null,
): Promise<UserRow> {
  const row = { ...newUser(account), lastLogin: tx.clock.now(), lastTenantId };
  const { _id, ...fields } = row;
  const claimed = await users.in(tx).updateOne({ _id, status: 'invited' }, { $set: fields });
  return claimed ?? users.in(tx).insert(row);
}

async function insertAdmin(
  tx: Tx<IdentityCtx>,
  userId: string,
  { id, name, status, locale, revision }: ReservedTenant,
): Promise<void> {
  await projectTenant(tx, id, {
    ...{ name, status, locale, revision },
    ...{ deleted: false, isSuspendedByPlatform: false },
  });
  const admin = { userId, role: 'admin', status: 'active', invitedBy: null, invitedName: null } as const;
  await memberships.in(inTenant(tx, id)).insert(admin);
}
