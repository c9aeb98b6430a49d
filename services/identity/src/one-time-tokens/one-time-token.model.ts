import { globalCollection, type RowOf } from '@siteninja/mongo';
import { s } from '@siteninja/schema';

/** What a mail's link carries, by its hash; each works once. */
export const oneTimeTokens = globalCollection({
  name: 'tokens',
  noun: 'token',
  fields: {
    purpose: s.enum('email_verification', 'password_reset', 'invitation'),
    /** SHA-256, hex. */
    tokenHash: s.string({ min: 64, max: 64 }),
    userId: s.uuid(),
    /** The mailbox that the link was sent to: who has the token reads its mail. */
    emailKey: s.string({ max: 254 }),
    /** The membership that an invitation is to, null for other purposes. */
    membershipId: s.nullable(s.uuid()),
    expiresAt: s.dateTime(),
    usedAt: s.nullable(s.dateTime()),
  },
  indexes: [
    { fields: { tokenHash: 1 }, unique: true, serves: 'the token of a link' },
    { fields: { userId: 1, purpose: 1 }, serves: 'the end of the tokens of a user' },
    { fields: { membershipId: 1 }, serves: 'the end of the invitations to a membership' },
    { fields: { expiresAt: 1 }, expiresAfterSeconds: 0, serves: 'deletion of expired tokens' },
  ],
});
export type OneTimeTokenRow = RowOf<typeof oneTimeTokens>;
