import { s } from '@siteninja/schema';
import { defineEvents } from '../define-events';

/** Only an `active` user can sign in; an `invited` one has not chosen a password yet. */
const USER_STATUSES = ['active', 'invited', 'inactive'] as const;

/** A person with an account, who may be a member of several tenants. */
export const user = s.resource('User', {
  email: s.describe(s.email(), 'As it was typed, in NFC, its domain as A-labels (RFC 5890).'),
  name: s.string({ max: 255 }),
  status: s.enum(...USER_STATUSES),
  isSuperAdmin: s.boolean(),
  emailVerifiedAt: s.nullable(s.dateTime()),
  lastLogin: s.nullable(s.dateTime()),
});

const login = s.object({ ...user.fields, sessionId: s.uuid() });
const logout = s.object({ ...login.fields, reason: s.enum('logout', 'refresh_token_reused') });

export const userEvents = {
  ...defineEvents('user', user, {
    registered: 'register',
    updated: 'update',
    password_changed: 'password_change',
    mfa_enabled: 'mfa_enable',
    mfa_disabled: 'mfa_disable',
  }),
  ...defineEvents('user', login, { logged_in: 'login', session_ended: 'session_end' }),
  ...defineEvents('user', logout, { logged_out: 'logout' }),
};
