import { newId, newKeyPair } from '@siteninja/core';
import { echo, enveloped, type StubAnswer, type StubHandler, StubService } from '@siteninja/testing';
import { sign, type SignOptions } from 'jsonwebtoken';

/** An identity service with one key, whose grants and revocations a test decides. */
export class IdentityStub extends StubService {
  readonly keyId = newId();
  readonly key = newKeyPair('P-256');
  revoked: { id: string; what: string }[] = [];
  grants: StubHandler = ({ body }) => grantsFor(JSON.parse(body));
  /** What API keys were used for, as the gateway has counted it. */
  readonly usage: { batchId: string; items: object[] }[] = [];
  keyUsage: StubHandler = ({ body }) => {
    this.usage.push(JSON.parse(body));
    return enveloped({});
  };
  /** The answer to every request that is not identity's own protocol. */
  other: StubHandler = echo;
  override handle: StubHandler = (request) => {
    const { pathname } = request.url;
    if (pathname === '/.well-known/jwks.json') return { body: { keys: this.jwks() } };
    if (pathname === '/internal/grants') return this.grants(request);
    if (pathname === '/internal/revocations')
      return enveloped({ items: this.revoked, next: new Date().toISOString() });
    if (pathname === '/internal/key-usage') return this.keyUsage(request);
    return this.other(request);
  };

  jwks(): object[] {
    return [{ ...this.key.publicKey.export({ format: 'jwk' }), kid: this.keyId, alg: 'ES256', use: 'sig' }];
  }

  /** An access token as identity makes it. */
  token(claims: object = {}, options: SignOptions = {}): string {
    return sign({ sub: newId(), sid: newId(), sv: 1, ...claims }, this.key.privateKey, {
      algorithm: 'ES256',
      keyid: this.keyId,
      issuer: 'siteninja',
      audience: 'siteninja-api',
      ...('exp' in claims ? {} : { expiresIn: 900 }),
      ...options,
    });
  }
}

interface GrantsBody {
  credential: { type: 'session'; userId: string; sessionId: string } | { type: 'api_key'; hash: string };
  tenantId: string | null;
}

interface GrantsOverrides {
  expiresAt?: string;
  rateLimit?: number;
  ancestorIds?: string[];
  permissions?: string[];
}

/** The id that `grantsFor` gives the key of a hash. */
export const idOfKey = (hash: string): string => `id of ${hash}`;

/** Makes everybody an editor everywhere. */
export function grantsFor({ credential, tenantId }: GrantsBody, more: GrantsOverrides = {}): StubAnswer {
  const { expiresAt = null, rateLimit = 7, ancestorIds = [], permissions = ['read:pages'] } = more;
  const isUser = credential.type === 'session';
  return enveloped({
    caller: isUser
      ? { type: 'user', userId: credential.userId, sessionId: credential.sessionId }
      : { type: 'api_key', apiKeyId: idOfKey(credential.hash), createdBy: newId(), rateLimit, ancestorIds },
    isSuperAdmin: false,
    tenant:
      tenantId === null
        ? null
        : { id: tenantId, status: 'active', deleted: false, role: isUser ? 'editor' : null },
    permissions,
    expiresAt,
  });
}
