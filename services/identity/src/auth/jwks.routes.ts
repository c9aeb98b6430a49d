import { Result, bare } from '@siteninja/http';
import { s } from '@siteninja/schema';
import { route } from '../context';

const jwk = s.object({
  kty: s.enum('EC'),
  crv: s.enum('P-256'),
  x: s.string(),
  y: s.string(),
  kid: s.uuid(),
  use: s.enum('sig'),
  alg: s.enum('ES256'),
});

export const jwksRoutes = [
  route({
    method: 'get',
    path: '/.well-known/jwks.json',
    operationId: 'getJwks',
    summary: 'Read the public keys of access tokens, as a JSON Web Key Set',
    allow: 'public',
    returns: bare(s.object({ keys: s.array(jwk) })),
    handle: async (ctx) =>
      new Result(
        { keys: await ctx.ports.signingKeys.published(ctx) },
        { headers: { 'Cache-Control': 'public, max-age=60' } },
      ),
  }),
];
