import { Result, bare } from '@siteninja/http';
import { route } from '../context';
import { jwks } from '../tokens/signing-key.schema';

export const jwksRoutes = [
  route({
    method: 'get',
    path: '/.well-known/jwks.json',
    operationId: 'getJwks',
    summary: 'Read the public keys of access tokens, as a JSON Web Key Set',
    allow: 'public',
    returns: bare(jwks),
    handle: async (ctx) =>
      new Result(
        { keys: await ctx.ports.signingKeys.published(ctx) },
        { headers: { 'Cache-Control': 'public, max-age=60' } },
      ),
  }),
];
