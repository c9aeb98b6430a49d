import {
  createPrivateKey,
  createPublicKey,
  type ECKeyPairOptions,
  type ED25519KeyPairOptions,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';

export interface KeyPair {
  publicKey: KeyObject;
  privateKey: KeyObject;
}

/** The keys are made as text and read from it, see `newKeyPair`. */
const AS_TEXT: ED25519KeyPairOptions<'pem', 'pem'> = {
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
};

/**
 * A fresh pair for signatures: Ed25519, or ECDSA on the curve of this name.
 *
 * All pairs are made here. In Node 20 a key that was generated as an object may freeze its process for ever when it is
 * exported as a JWK: the export holds a lock of the key that the garbage collector waits for, where it collects what
 * has generated the key.
 */
export function newKeyPair(curve: string): KeyPair {
  const onCurve: ECKeyPairOptions<'pem', 'pem'> = { namedCurve: curve, ...AS_TEXT };
  const text =
    curve === 'Ed25519' ? generateKeyPairSync('ed25519', AS_TEXT) : generateKeyPairSync('ec', onCurve);
  return { publicKey: createPublicKey(text.publicKey), privateKey: createPrivateKey(text.privateKey) };
}

/** A fresh ES256 (P-256) private key as JWK text, for an environment variable. */
export function newSigningKey(): string {
  return JSON.stringify(newKeyPair('P-256').privateKey.export({ format: 'jwk' }));
}

/** @throws where the text is no private JWK on the curve P-256 */
export function privateKeyFrom(jwk: string): KeyObject {
  const key: JsonWebKey = JSON.parse(jwk);
  return onP256(createPrivateKey({ key, format: 'jwk' }));
}

/** The public half of a private or public JWK text. @throws where the text is no JWK on the curve P-256 */
export function publicKeyFrom(jwk: string): KeyObject {
  const { kty, crv, x, y }: JsonWebKey = JSON.parse(jwk);
  const key = Object.fromEntries(Object.entries({ kty, crv, x, y }));
  return onP256(createPublicKey({ key, format: 'jwk' }));
}

/** A key of another kind would be found wrong only when the first token is signed or verified. */
function onP256(key: KeyObject): KeyObject {
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw new Error('The key is not on P-256.');
  return key;
}

/** The public half as JWK text, safe to hand to anyone. */
export function publicJwk(jwk: string): string {
  return JSON.stringify(publicKeyFrom(jwk).export({ format: 'jwk' }));
}
