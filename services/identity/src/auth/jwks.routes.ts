import { Answer, bare } from '@siteninja/http';
import { list, oneOf, shape, text, uuid } from '@siteninja/schema';
import { route } from '../context';

const jwk = shape({
  kty: oneOf('EC'),
  crv: oneOf('P-256'),
  x: text(),
  y: text(),
  kid: uuid(),
  use: oneOf('sig'),
  alg: oneOf('ES256'),
});

export const jwksRoutes = [
  route({
    method: 'get',
    path: '/.well-known/jwks.json',
    summary: 'Read the public keys of access tokens, as a JSON Web Key Set',
    allow: 'public',
    returns: bare(shape({ keys: list(jwk) })),
    handle: async (ctx) =>
      new Answer(
        { keys: await ctx.ports.signingKeys.published(ctx) },
        { headers: { 'Cache-Control': 'public, max-age=60' } },
      ),
  }),
];
