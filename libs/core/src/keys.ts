import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';

/** A fresh ES256 (P-256) private key as JWK text, for an environment variable. */
export function newSigningKey(): string {
  return JSON.stringify(
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
  );
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
