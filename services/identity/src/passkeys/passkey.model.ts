import { globalCollection, type RowOf } from '@siteninja/mongo';
import { s } from '@siteninja/schema';
import { passkey } from './passkey.schema';

/** Passkeys of users: public keys, of no use to who reads them. */
export const passkeys = globalCollection({
  name: 'passkeys',
  noun: 'passkey',
  fields: {
    ...passkey.fields,
    userId: s.uuid(),
    /** As the authenticator calls it, base64url. */
    credentialId: s.string({ max: 1_400 }),
    /** COSE, base64url. */
    publicKey: s.string(),
    /** What the authenticator counted at its last use; 0 for those that do not count (WebAuthn §6.1.1). */
    counter: s.integer({ min: 0 }),
    /** How browsers reach the authenticator. */
    transports: s.array(s.string()),
  },
  indexes: [
    {
      fields: { credentialId: 1 },
      unique: true,
      serves: 'whose passkey somebody signs in with',
      conflict: { code: 'passkey.already_added', field: 'id' },
    },
    { fields: { userId: 1, createdAt: -1, _id: -1 }, serves: 'GET /auth/passkeys' },
    { fields: { userId: 1, name: 1 }, alphabetical: true, serves: 'the list by name' },
  ],
});
export type PasskeyRow = RowOf<typeof passkeys>;

/** Challenges that have been given out and not used. `_id` is the hash of the challenge. */
export const passkeyChallenges = globalCollection({
  name: 'passkeyChallenges',
  fields: {
    /** Who adds a passkey; null where somebody signs in. */
    userId: s.nullable(s.uuid()),
    expiresAt: s.dateTime(),
  },
  indexes: [
    { fields: { expiresAt: 1 }, expiresAfterSeconds: 0, serves: 'deletion of challenges that were not used' },
  ],
});
