import { type JsonWebKey } from 'node:crypto';
import { globalCollection, type RowOf } from '@siteninja/mongo';
import { s } from '@siteninja/schema';

export const KEY_NUMBER_TAKEN = 'signing_key.number_taken';

/** The keys that access tokens are signed with. */
export const signingKeys = globalCollection({
  name: 'signingKeys',
  noun: 'signing_key',
  fields: {
    number: s.integer({ min: 1 }),
    kid: s.uuid(),
    publicJwk: s.json<JsonWebKey>(),
    /** The private JWK, encrypted. */
    encryptedPrivateJwk: s.string(),
    activeFrom: s.dateTime(),
    retiredAt: s.nullable(s.dateTime()),
  },
  indexes: [
    {
      fields: { number: 1 },
      unique: true,
      serves: 'one key of two processes that start at once',
      conflict: { code: KEY_NUMBER_TAKEN, field: 'number' },
    },
  ],
});
export type SigningKeyRow = RowOf<typeof signingKeys>;
