import { ROLES } from '@siteninja/core';
import { pick, s } from '@siteninja/schema';
import { defineEvents } from '../define-events';

/** Only an `active` user can sign in; an `invited` one has not chosen a password yet. */
export const USER_STATUSES = ['active', 'invited', 'inactive'] as const;

/** A person with an account, who may be a member of several tenants. */
export const user = s.resource('User', {
  email: s.describe(s.email(), 'As it was typed, in NFC, its domain as A-labels (RFC 5890).'),
  name: s.string({ max: 255 }),
  status: s.enum(...USER_STATUSES),
  isSuperAdmin: s.boolean(),
  emailVerifiedAt: s.nullable(s.dateTime()),
  lastLogin: s.nullable(s.dateTime()),
});

/** A user in one of their tenants: `id` is the user's, `revision` and times are the membership's. */
export const member = s.tenantResource('Member', {
  email: user.fields.email,
  name: s.describe(user.fields.name, 'As the invitation says, until it is accepted.'),
  role: s.enum(...ROLES),
  status: s.describe(user.fields.status, 'Only an `active` member gets in.'),
  lastLogin: s.describe(user.fields.lastLogin, 'Null until the invitation is accepted.'),
  invitedBy: s.describe(s.nullable(s.uuid()), 'The user who has made this member.'),
});

/** An account has changed or, where it names a tenant, a membership. */
const updated = s.object({
  ...pick(user, 'id', 'revision', 'createdAt', 'updatedAt', 'email', 'name', 'status', 'lastLogin').fields,
  isSuperAdmin: s.optional(user.fields.isSuperAdmin),
  emailVerifiedAt: s.optional(user.fields.emailVerifiedAt),
  tenantId: s.optional(member.fields.tenantId),
  role: s.optional(member.fields.role),
  invitedBy: s.optional(member.fields.invitedBy),
});

const login = s.object({ ...user.fields, sessionId: s.uuid() });
const logout = s.object({ ...login.fields, reason: s.enum('logout', 'refresh_token_reused') });

export const userEvents = {
  ...defineEvents('user', user, {
    registered: 'register',
    password_changed: 'password_change',
    mfa_enabled: 'mfa_enable',
    mfa_disabled: 'mfa_disable',
    email_verified: 'email_verify',
  }),
  ...defineEvents('user', updated, { updated: 'update' }),
  ...defineEvents('user', member, {
    invited: 'invite',
    joined: 'join',
    removed: 'remove',
    role_changed: 'role_change',
  }),
  ...defineEvents('user', login, { logged_in: 'login', session_ended: 'session_end' }),
  ...defineEvents('user', logout, { logged_out: 'logout' }),
};
