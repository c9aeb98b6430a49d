import { globalCollection, type GlobalRow } from '@siteninja/mongo';

/** Only an `active` account lets its owner in; an `invited` one has no password yet. */
export const USER_STATUSES = ['active', 'invited', 'inactive'] as const;
type UserStatus = (typeof USER_STATUSES)[number];

export interface User {
  /** As typed. */
  email: string;
  /** By which it is compared. */
  emailKey: string;
  name: string;
  /** Null while somebody invited has not chosen a password. */
  passwordHash: string | null;
  status: UserStatus;
  isSuperAdmin: boolean;
  emailVerifiedAt: Date | null;
  lastLogin: Date | null;
  /** The tenant that was last active in a session: the next one begins there. */
  lastTenantId: string | null;
  /** Goes up with anything that must end the tokens that were given out. */
  securityVersion: number;
}
export type UserRow = GlobalRow<User>;

const text = { type: String, required: true };
const optionalDate = { type: Date, default: null };

export const users = globalCollection<User>({
  name: 'users',
  fields: {
    email: text,
    emailKey: text,
    name: text,
    passwordHash: { type: String, default: null },
    status: text,
    isSuperAdmin: { type: Boolean, required: true },
    emailVerifiedAt: optionalDate,
    lastLogin: optionalDate,
    lastTenantId: { type: String, default: null },
    securityVersion: { type: Number, required: true },
  },
  indexes: [
    {
      fields: { emailKey: 1 },
      unique: true,
      serves: 'log-in, and one account for an email',
      conflict: {
        code: 'user.email_taken',
        field: 'email',
        message: 'There is already an account with this email.',
      },
    },
  ],
});
