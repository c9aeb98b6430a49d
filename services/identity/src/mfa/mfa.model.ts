import { globalCollection, type RowOf } from '@siteninja/mongo';
import { s } from '@siteninja/schema';

/** The second factor of a user, whose id it has. */
export const secondFactors = globalCollection({
  name: 'secondFactors',
  fields: {
    encryptedSecret: s.string(),
    /** Null until a first code has shown that the user's app knows the secret. */
    enabledAt: s.nullable(s.dateTime()),
    /** The time step of the last code that was accepted: no code is accepted twice (RFC 6238 §5.2). */
    lastStep: s.integer({ min: 0 }),
    /** SHA-256, of codes that have not been used. */
    recoveryCodeHashes: s.array(s.string()),
  },
  indexes: [],
});

export type SecondFactorRow = RowOf<typeof secondFactors>;

/** Logins whose password was right. `_id` is the hash of the mfaToken. */
export const mfaChallenges = globalCollection({
  name: 'mfaChallenges',
  fields: {
    userId: s.uuid(),
    /** That of the user when the password was checked. */
    securityVersion: s.integer({ min: 1 }),
    /** The device that had signed in before. */
    device: s.nullable(s.string()),
    attempts: s.integer({ min: 0 }),
    expiresAt: s.dateTime(),
  },
  indexes: [
    {
      fields: { expiresAt: 1 },
      expiresAfterSeconds: 0,
      serves: 'deletion of logins that were not completed',
    },
  ],
});
