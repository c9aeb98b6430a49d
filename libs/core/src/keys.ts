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

/** @throws where the text is no private JWK */
export function privateKeyFrom(jwk: string): KeyObject {
  const key: JsonWebKey = JSON.parse(jwk);
  return createPrivateKey({ key, format: 'jwk' });
}

/** The public half of a private or public JWK text. @throws where the text is no JWK */
export function publicKeyFrom(jwk: string): KeyObject {
  const { kty, crv, x, y }: JsonWebKey = JSON.parse(jwk);
  return createPublicKey({ key: Object.fromEntries(Object.entries({ kty, crv, x, y })), format: 'jwk' });
}

/** The public half as JWK text, safe to hand to anyone. */
export function publicJwk(jwk: string): string {
  return JSON.stringify(publicKeyFrom(jwk).export({ format: 'jwk' }));
}
