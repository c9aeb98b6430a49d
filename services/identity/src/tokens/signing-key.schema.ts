import { s } from '@siteninja/schema';

/** A public key of access tokens (RFC 7517, RFC 7518 §6.2). */
const jwk = s.named(
  'JsonWebKey',
  s.object({
    kty: s.enum('EC'),
    crv: s.enum('P-256'),
    x: s.string(),
    y: s.string(),
    kid: s.uuid(),
    use: s.enum('sig'),
    alg: s.enum('ES256'),
  }),
);

export const jwks = s.named('JsonWebKeySet', s.object({ keys: s.array(jwk) }));
