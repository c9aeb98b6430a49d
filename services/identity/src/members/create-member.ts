import { conflict, ensure, forbidden, invalid, newId, tenantOf, userOf } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { mailboxOf } from '@siteninja/schema';
import { type IdentityCtx } from '../context';
import { assertWithinLimit } from '../mails/mail-limit';
import { mailInvitation, mailVerification } from '../mails/mail.jobs';
import { memberships } from '../memberships/membership.model';
import { assertNotWeak } from '../passwords/password-rules';
import { tenants } from '../tenants/tenant.projection';
import { newUser } from '../users/user';
import { users } from '../users/user.model';
import { type NewMember } from './member.schema';
import { presentMember } from './read-member';
import { assertMayChange, assertRoomForMember, lockMembers } from './rules';

/**
 * Makes somebody a member: at once where a password is given for an email without an account, else by an invitation
 * that is mailed.
 * @throws conflict `user.already_member`, forbidden `user.role_exceeded`, `auth.email_unverified`, invalid for a
 *   password that is weak or of somebody else's account, too_many_requests, payment_required `plan.limit_reached`
 */
export async function createMember(ctx: IdentityCtx, { password, ...input }: NewMember) {
  const name = input.name ?? localPartOf(input.email);
  if (password === undefined) {
    await assertMayInvite(ctx, input.email);
    return transaction(ctx, (tx) => insertMember(tx, { ...input, name }, null));
  }
  const tenant = await tenants.in(ctx).findOne({ _id: tenantOf(ctx) }, { select: { name: 1 } });
  assertNotWeak(password, { email: input.email, name, businesses: tenant ? [tenant.name] : [] });
  const passwordHash = await ctx.ports.passwords.hash(password);
  return transaction(ctx, (tx) => insertMember(tx, { ...input, name }, passwordHash));
}

function localPartOf(email: string): string {
  return email.slice(0, email.lastIndexOf('@'));
}

async function insertMember(
  tx: Tx<IdentityCtx>,
  { email, name, role }: { email: string; name: string; role: NewMember['role'] },
  passwordHash: string | null,
) {
  await lockMembers(tx);
  await assertMayChange(tx, 'write:users', role);
  const account = await users.in(tx).findOne({ emailKey: mailboxOf(email) });
  await assertNoMember(tx, account?._id);
  await assertRoomForMember(tx);
  ensure(account === null || passwordHash === null, accountExists);
  const status = passwordHash === null ? 'invited' : 'active';
  const user =
    account ??
    (await users.in(tx).insert({ ...newUser({ _id: newId(), email, name, passwordHash }), status }));
  const row = await memberships
    .in(tx)
    .insert({ userId: user._id, role, status, invitedBy: userOf(tx), invitedName: name });
  if (status === 'invited') await mailInvitation(tx, user._id);
  else await mailVerification(tx, user._id);
  const after = presentMember(row, user);
  tx.recordChange(status === 'invited' ? 'user.invited' : 'user.joined', null, after);
  return after;
}

async function assertNoMember(tx: Tx<IdentityCtx>, userId: string | undefined): Promise<void> {
  if (userId === undefined) return;
  const known = await memberships.in(tx).findOne({ userId }, { select: { _id: 1 } });
  ensure(!known, () =>
    conflict('user.already_member', 'email', 'This person is a member already, or invited.'),
  );
}

function accountExists() {
  const message = 'password must be absent: there is an account with this email, whose owner is invited.';
  return invalid([{ field: 'password', message }]);
}

/** Mails go out in the name of people whose own address is known to be theirs, and not too many. */
async function assertMayInvite(ctx: IdentityCtx, email: string): Promise<void> {
  const inviter = await users.in(ctx).findOne({ _id: userOf(ctx) ?? '' });
  ensure(inviter?.emailVerifiedAt, () =>
    forbidden('auth.email_unverified', 'Verify your own email address before you invite others by mail.'),
  );
  await assertWithinLimit(ctx, 'tenant_invitations', tenantOf(ctx), 'user.too_many_invitations');
  await assertWithinLimit(ctx, 'invitation', mailboxOf(email), 'user.too_many_invitations');
}
