import { CREDENTIAL_REFUSALS, type CredentialRefusal, hashApiKey, isApiKeyForm } from '@siteninja/core';
import { type Request, type Response } from 'express';
import { type VerifyAccessToken } from './access-tokens';
import { type Credential, type Grants } from './grants';
import { anonymousIdentity, type Identity, type NewIdentity } from './identity';

export interface Authenticator {
  /**
   * Who makes the request, and what they may do in the tenant that it is about.
   * @throws unavailable where identity has to be asked and does not answer
   */
  authenticate(request: Request, response: Response, tenantId: string | null): Promise<Identity>;
  /** The same object for all anonymous requests, so that they share their identity tokens. */
  readonly anonymous: Identity;
}

/**
 * A wrong credential is no error here: it makes an anonymous caller whose identity says what was wrong, so that
 * public routes work and the others can name the reason.
 */
export function createAuthenticator(
  verifyAccessToken: VerifyAccessToken,
  grants: Grants,
  newIdentity: NewIdentity,
): Authenticator {
  const anonymous = anonymousIdentity(newIdentity);
  const refused = new Map(
    CREDENTIAL_REFUSALS.map((refusal) => [refusal, anonymousIdentity(newIdentity, refusal)]),
  );
  return {
    anonymous,
    authenticate: async (request, response, tenantId) => {
      const credential = await readCredential(request, response, verifyAccessToken);
      if (credential === null) return anonymous;
      if (typeof credential === 'string') return refused.get(credential) ?? anonymous;
      return grants.find(credential, tenantId);
    },
  };
}

async function readCredential(
  request: Request,
  response: Response,
  verifyAccessToken: VerifyAccessToken,
): Promise<Credential | CredentialRefusal | null> {
  const { authorization, 'x-api-key': apiKey } = request.headers;
  if (authorization === undefined && apiKey === undefined) return null;
  if (hasSeveralCredentials(request)) return 'auth.several_credentials';
  if (apiKey !== undefined) return keyCredential(String(apiKey));
  const token = bearerToken(request);
  if (token === null) return 'auth.token_invalid';
  if (token.startsWith('sn_')) return keyCredential(token);
  const session = await verifyAccessToken(token, request, response);
  return typeof session === 'string' ? session : { type: 'session', session };
}

/** The token of `Authorization: Bearer …`; null where the header has another form. */
function bearerToken(request: Request): string | null {
  return /^Bearer +([^\s,]+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

function keyCredential(key: string): Credential | CredentialRefusal {
  return isApiKeyForm(key) ? { type: 'api_key', hash: hashApiKey(key) } : 'auth.key_invalid';
}

/** Counts in the raw headers: node:http silently drops a second Authorization header. */
function hasSeveralCredentials({ rawHeaders }: Request): boolean {
  let credentials = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase();
    if (name === 'authorization' || name === 'x-api-key') credentials += 1;
  }
  return credentials > 1;
}
