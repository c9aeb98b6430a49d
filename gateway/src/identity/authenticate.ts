import { CREDENTIAL_REFUSALS, type CredentialRefusal, hashApiKey, isApiKeyForm } from '@siteninja/core';
import { type Request, type Response } from 'express';
import { bearerOf, type ReadToken } from './access-tokens';
import { type Credential, type Grants, type Identity, stranger } from './grants';

/** Who makes the request, and what they may do in the tenant that it is about. */
export interface Authenticator {
  /** @throws unavailable where identity has to be asked and is away */
  identify(request: Request, response: Response, tenantId: string | null): Promise<Identity>;
  /** One for all, so that they share their identity tokens. */
  readonly nobody: Identity;
}

/**
 * A wrong credential is no error here: it makes an anonymous caller who is known to be refused, so that public
 * routes work and the others say what is wrong with it.
 */
export function authenticator(readToken: ReadToken, grants: Grants): Authenticator {
  const nobody = stranger();
  const refused = new Map(CREDENTIAL_REFUSALS.map((refusal) => [refusal, stranger(refusal)]));
  return {
    nobody,
    identify: async (request, response, tenantId) => {
      const credential = await readCredential(request, response, readToken);
      if (credential === null) return nobody;
      if (typeof credential === 'string') return refused.get(credential) ?? stranger(credential);
      return grants.find(credential, tenantId);
    },
  };
}

async function readCredential(
  request: Request,
  response: Response,
  readToken: ReadToken,
): Promise<Credential | CredentialRefusal | null> {
  const { authorization, 'x-api-key': apiKey } = request.headers;
  if (authorization === undefined && apiKey === undefined) return null;
  if (hasSeveral(request)) return 'auth.several_credentials';
  if (apiKey !== undefined) return keyCredential(String(apiKey));
  const token = bearerOf(request);
  if (token === null) return 'auth.token_invalid';
  if (token.startsWith('sn_')) return keyCredential(token);
  const session = await readToken(token, request, response);
  return typeof session === 'string' ? session : { type: 'session', session };
}

function keyCredential(key: string): Credential | CredentialRefusal {
  return isApiKeyForm(key) ? { type: 'api_key', hash: hashApiKey(key) } : 'auth.key_invalid';
}

/** node:http keeps the first of two Authorization headers, and says nothing. */
function hasSeveral({ rawHeaders }: Request): boolean {
  let credentials = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase();
    if (name === 'authorization' || name === 'x-api-key') credentials += 1;
  }
  return credentials > 1;
}
