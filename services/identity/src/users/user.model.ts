import { user } from '@siteninja/contracts';
import { globalCollection, type RowOf } from '@siteninja/mongo';
import { s } from '@siteninja/schema';

export const users = globalCollection({
  name: 'users',
  noun: 'user',
  fields: {
    ...user.fields,
    /** The form in which emails are compared. */
    emailKey: s.string({ max: 254 }),
    /** Null while an invited user has not chosen a password. */
    passwordHash: s.nullable(s.string()),
    /** The tenant that was active in the last session: the next session begins there. */
    lastTenantId: s.nullable(s.uuid()),
    /** The last login by a device that was not known: guesses of the password are counted from then on. */
    guessesCountedFrom: s.nullable(s.dateTime()),
    /** Counts up with each change that has to end the access tokens given out before. */
    securityVersion: s.integer({ min: 1 }),
    /** False where there is certainly none: a login then looks for none. */
    mayHaveSecondFactor: s.default(s.boolean(), true),
    /** Counted up by transactions that add passkeys, so that they commit one after the other. */
    passkeyChanges: s.default(s.integer(), 0),
  },
  indexes: [
    {
      fields: { emailKey: 1 },
      unique: true,
      serves: 'log-in, and one account for an email',
      conflict: {
        code: 'user.email_taken',
        field: 'email',
      },
    },
    { fields: { lastTenantId: 1 }, serves: 'erasing a tenant' },
    { fields: { status: 1, createdAt: -1, _id: -1 }, serves: 'GET /users' },
  ],
});
export type UserRow = RowOf<typeof users>;
