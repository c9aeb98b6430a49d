import { tenantOf } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { defineJob, jobKind, schedule, type JobKind } from '@siteninja/jobs';
import { s } from '@siteninja/schema';
import { type IdentityCtx } from '../context';
import { memberships } from '../memberships/membership.model';
import { issueToken } from '../one-time-tokens/one-time-token';
import { tenants } from '../tenants/tenant.projection';
import { users } from '../users/user.model';
import { sendLetter, sendNotice } from './letter';
import { digestOf } from './mail-limit';

/*
 * Mails are sent by jobs that the transaction of the change has scheduled, so that none tells of what was not
 * committed, and a mail server that is down loses none. Tokens are made when the mail is: no job holds one.
 */

const ofUser = s.object({ userId: s.uuid() });
const verifyEmail = jobKind('mail.verify_email', ofUser);
const resetPassword = jobKind('mail.reset_password', s.object({ emailKey: s.string({ max: 254 }) }));
const invitation = jobKind('mail.invitation', ofUser);
const emailChanged = jobKind(
  'mail.email_changed',
  s.object({ userId: s.uuid(), formerEmail: s.string({ max: 254 }) }),
);
const ofHost = s.object({ userId: s.uuid(), host: s.string({ max: 300 }) });
/** What the admins of a tenant are told of, as the site or an integration is about to stop. */
const warnings = {
  webhookDisabled: jobKind('mail.webhook_disabled', ofHost),
  domainUnproven: jobKind('mail.domain_unproven', ofHost),
};
export type Warning = keyof typeof warnings;

/** What owners are told of, as somebody else may have done it. */
const notices = {
  passwordChanged: jobKind('mail.password_changed', ofUser),
  passkeyAdded: jobKind('mail.passkey_added', ofUser),
  passkeyRemoved: jobKind('mail.passkey_removed', ofUser),
  mfaEnabled: jobKind('mail.mfa_enabled', ofUser),
  mfaDisabled: jobKind('mail.mfa_disabled', ofUser),
};
type Notice = keyof typeof notices;

/** A link by which the address of a user is verified. */
export const mailVerification = (tx: Tx<IdentityCtx>, userId: string) =>
  mail(tx, verifyEmail, userId, { userId });
/** A link by which a password is chosen; whether there is such an account is found out when it is sent. */
export const mailPasswordReset = (tx: Tx<IdentityCtx>, emailKey: string) =>
  mail(tx, resetPassword, digestOf(emailKey), { emailKey });
/** The invitation to the tenant of the transaction. */
export const mailInvitation = (tx: Tx<IdentityCtx>, userId: string) =>
  mail(tx, invitation, userId, { userId });
/** Tells the former address, as that is the one which its owner still has if somebody else made the change. */
export const mailEmailChanged = (tx: Tx<IdentityCtx>, userId: string, formerEmail: string) =>
  mail(tx, emailChanged, userId, { userId, formerEmail });
/** Tells the owner of an account what was done to it. */
export const mailNotice = (tx: Tx<IdentityCtx>, notice: Notice, userId: string) =>
  mail(tx, notices[notice], userId, { userId });
/** Tells an admin of the transaction's tenant of a webhook or a domain, and names its host. */
export const mailWarning = (
  tx: Tx<IdentityCtx>,
  warning: Warning,
  userId: string,
  about: { id: string; host: string },
) => mail(tx, warnings[warning], `${about.id}.${userId}`, { userId, host: about.host });

function mail<Data extends object>(
  tx: Tx<IdentityCtx>,
  kind: JobKind<Data>,
  about: string,
  data: Data,
): Promise<void> {
  // A job belongs to the tenant that has scheduled it.
  return schedule(tx, { kind, key: `${tx.tenantId ?? 'account'}.${about}`, dueAt: tx.clock.now(), data });
}

export const mailJobs = [
  defineJob<IdentityCtx, { userId: string }>({
    kind: verifyEmail,
    perform: async (ctx, { data: { userId } }) => {
      const user = await users.in(ctx).findOne({ _id: userId, status: 'active', emailVerifiedAt: null });
      if (!user) return;
      const { email: to, emailKey, lastTenantId } = user;
      const token = await issueToken(ctx, { purpose: 'email_verification', userId, emailKey });
      await sendLetter(ctx, 'verifyEmail', { to, tenantId: ctx.tenantId ?? lastTenantId, token });
    },
  }),
  defineJob<IdentityCtx, { emailKey: string }>({
    kind: resetPassword,
    perform: async (ctx, { data: { emailKey } }) => {
      const user = await users.in(ctx).findOne({ emailKey });
      if (user?.status !== 'active') return;
      const { _id: userId, email: to, lastTenantId: tenantId } = user;
      const token = await issueToken(ctx, { purpose: 'password_reset', userId, emailKey });
      await sendLetter(ctx, 'resetPassword', { to, tenantId, token });
    },
  }),
  defineJob<IdentityCtx, { userId: string }>({
    kind: invitation,
    perform: (ctx, { data }) => sendInvitation(ctx, data.userId),
  }),
  defineJob<IdentityCtx, { userId: string; formerEmail: string }>({
    kind: emailChanged,
    perform: async (ctx, { data: { userId, formerEmail: to } }) => {
      const user = await users.in(ctx).findOne({ _id: userId });
      if (!user) return;
      const { email, lastTenantId: tenantId } = user;
      await sendNotice(ctx, 'emailChanged', { to, tenantId, facts: { email } });
    },
  }),
  noticeJob('passwordChanged'),
  noticeJob('passkeyAdded'),
  noticeJob('passkeyRemoved'),
  noticeJob('mfaEnabled'),
  noticeJob('mfaDisabled'),
  warningJob('webhookDisabled'),
  warningJob('domainUnproven'),
];

function noticeJob(notice: Notice) {
  return defineJob<IdentityCtx, { userId: string }>({
    kind: notices[notice],
    perform: async (ctx, { data: { userId } }) => {
      const user = await users.in(ctx).findOne({ _id: userId });
      if (user) await sendNotice(ctx, notice, { to: user.email, tenantId: user.lastTenantId });
    },
  });
}

function warningJob(warning: Warning) {
  return defineJob<IdentityCtx, { userId: string; host: string }>({
    kind: warnings[warning],
    perform: async (ctx, { data: { userId, host } }) => {
      const [user, tenant] = await Promise.all([
        users.in(ctx).findOne({ _id: userId, status: 'active' }),
        tenants.in(ctx).findOne({ _id: tenantOf(ctx), deleted: false }),
      ]);
      if (!user || !tenant) return;
      const { _id: tenantId, name } = tenant;
      await sendNotice(ctx, warning, { to: user.email, tenantId, facts: { tenant: name, host } });
    },
  });
}

/** Nothing, where the invitation has been accepted or taken back meanwhile. */
async function sendInvitation(ctx: IdentityCtx, userId: string): Promise<void> {
  const [membership, user, tenant] = await Promise.all([
    memberships.in(ctx).findOne({ userId, status: 'invited' }),
    users.in(ctx).findOne({ _id: userId }),
    tenants.in(ctx).findOne({ _id: ctx.tenantId ?? '' }),
  ]);
  if (!membership || !user || !tenant || tenant.deleted) return;
  const inviter = await users.in(ctx).findOne({ _id: membership.invitedBy ?? '' });
  const { email: to, emailKey } = user;
  const token = await issueToken(ctx, {
    purpose: 'invitation',
    userId,
    emailKey,
    membershipId: membership._id,
  });
  const facts = { tenant: tenant.name, inviter: inviter?.name ?? tenant.name };
  await sendLetter(ctx, 'invitation', { to, tenantId: tenant._id, token, facts });
}
