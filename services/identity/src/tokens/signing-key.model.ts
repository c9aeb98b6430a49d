import { type JsonWebKey } from 'node:crypto';
import { globalCollection, type GlobalRow } from '@siteninja/mongo';

/** A key that access tokens are signed with. */
export interface SigningKey {
  /** 1 and up. */
  number: number;
  kid: string;
  publicJwk: JsonWebKey;
  /** The private JWK, encrypted. */
  encryptedPrivateJwk: string;
  activeFrom: Date;
  retiredAt: Date | null;
}
export type SigningKeyRow = GlobalRow<SigningKey>;

export const KEY_MADE_ELSEWHERE = 'signing_key.number_taken';

export const signingKeys = globalCollection<SigningKey>({
  name: 'signingKeys',
  fields: {
    number: { type: Number, required: true },
    kid: { type: String, required: true },
    publicJwk: { type: Object, required: true },
    encryptedPrivateJwk: { type: String, required: true },
    activeFrom: { type: Date, required: true },
    retiredAt: { type: Date, default: null },
  },
  indexes: [
    {
      fields: { number: 1 },
      unique: true,
      serves: 'of two processes that start at once, one makes the key',
      conflict: { code: KEY_MADE_ELSEWHERE, field: 'number', message: 'Another process has made this key.' },
    },
  ],
});
