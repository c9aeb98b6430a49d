import { type KeyObject } from 'node:crypto';
import {
  ANONYMOUS,
  type Caller,
  CREDENTIAL_REFUSALS,
  type CredentialRefusal,
  DomainError,
  GATEWAY,
  IDENTITY_TOKEN_LIFETIME,
  isPermission,
  mintIdentityToken,
  ROLES,
  TENANT_STATUSES,
  unavailable,
} from '@siteninja/core';
import { type ServiceName } from '@siteninja/http';
import { type Infer, s } from '@siteninja/schema';
import { LRUCache } from 'lru-cache';
import { singleFlight } from '../single-flight';
import { type Session } from './access-tokens';

/** Whom the gateway vouches for, on one tenant. */
export interface Identity {
  caller: Caller;
  /** What its requests are counted under; an API key brings its own limit. */
  rate: { key: string; limit: number | null };
  /** Identity tokens made of it, by service. */
  tokens: Map<ServiceName, { token: string; renewAt: number }>;
}

export type Credential =
  { type: 'session'; session: Session } | { type: 'api_key'; /** SHA-256, hex. */ hash: string };

const grantsAnswer = s.object({
  caller: s.union('type', {
    user: s.object({ type: s.enum('user'), userId: s.string(), sessionId: s.string() }),
    api_key: s.object({
      type: s.enum('api_key'),
      apiKeyId: s.string(),
      createdBy: s.string(),
      rateLimit: s.integer({ min: 0 }),
    }),
  }),
  isSuperAdmin: s.boolean(),
  tenant: s.nullable(
    s.object({
      id: s.string(),
      status: s.enum(...TENANT_STATUSES),
      deleted: s.boolean(),
      role: s.nullable(s.enum(...ROLES)),
    }),
  ),
  permissions: s.array(s.string()),
});
type GrantsAnswer = Infer<typeof grantsAnswer>;

/** Asks identity, in the gateway's own name. */
export type AskIdentity = (
  body: { credential: object; tenantId: string | null },
  answer: typeof grantsAnswer,
) => Promise<GrantsAnswer>;

export interface Grants {
  /** @throws unavailable where identity has to be asked and is away */
  find(credential: Credential, tenantId: string | null): Promise<Identity>;
  /** Forgets what it knew of a user, session, API key or tenant, and whatever is being asked just now. */
  forget(what: string): void;
}

const MOST_REMEMBERED = 10_000;
/** Milliseconds. Revocations arrive within a second; this only bounds what nobody revokes. */
const LONGEST_LIFE = 10_000;
const LONGEST_REFUSAL = 2_000;

interface Remembered {
  identity: Identity;
  tags: string[];
  until: number;
}

/**
 * What callers may do, from identity, remembered until it is told otherwise.
 * @param isCurrent whether revocations are known up to a second ago; if not, identity is asked every time
 */
export function rememberGrants(ask: AskIdentity, isCurrent: () => boolean): Grants {
  const tagged = new Map<string, Set<string>>();
  const remembered = new LRUCache<string, Remembered>({
    max: MOST_REMEMBERED,
    dispose: ({ tags }, key) => {
      for (const tag of tags) {
        const keys = tagged.get(tag);
        keys?.delete(key);
        if (keys?.size === 0) tagged.delete(tag);
      }
    },
  });
  const remember = (key: string, entry: Remembered): void => {
    remembered.set(key, entry);
    for (const tag of entry.tags) tagged.set(tag, (tagged.get(tag) ?? new Set()).add(key));
  };
  const share = singleFlight<Identity>();
  // What was asked before something was forgotten may already be wrong: it is neither shared nor remembered.
  let generation = 0;
  const fly = async (key: string, credential: Credential, tenantId: string | null): Promise<Identity> => {
    const askedIn = generation;
    const { identity, lifetime } = await askFor(ask, credential, tenantId);
    if (generation === askedIn) {
      const tags = tagsOf(identity, credential, tenantId);
      remember(key, { identity, tags, until: performance.now() + lifetime });
    }
    return identity;
  };
  return {
    find: (credential, tenantId) => {
      if (!isCurrent()) return askFor(ask, credential, tenantId).then(({ identity }) => identity);
      const key = `${credentialKey(credential)} ${tenantId ?? ''}`;
      const known = remembered.get(key);
      if (known && known.until > performance.now()) return Promise.resolve(known.identity);
      return share(`${generation} ${key}`, () => fly(key, credential, tenantId));
    },
    forget: (what) => {
      generation += 1;
      for (const key of tagged.get(what) ?? []) remembered.delete(key);
    },
  };
}

function credentialKey(credential: Credential): string {
  if (credential.type === 'api_key') return credential.hash;
  const { userId, sessionId, securityVersion } = credential.session;
  return `${userId} ${sessionId} ${securityVersion}`;
}

function tagsOf({ caller }: Identity, credential: Credential, tenantId: string | null): string[] {
  const tags = tenantId === null ? [] : [`tenant:${tenantId}`];
  if (credential.type === 'session') {
    tags.push(`user:${credential.session.userId}`, `session:${credential.session.sessionId}`);
  }
  if (caller.type === 'api_key') tags.push(`api_key:${caller.apiKeyId}`, `user:${caller.createdBy}`);
  return tags;
}

async function askFor(ask: AskIdentity, credential: Credential, tenantId: string | null) {
  try {
    const answer = await ask({ credential: sentForm(credential), tenantId }, grantsAnswer);
    return { identity: identityFrom(answer), lifetime: LONGEST_LIFE };
  } catch (error) {
    const code = error instanceof DomainError && error.kind === 'unauthenticated' ? error.code : undefined;
    const refusal = CREDENTIAL_REFUSALS.find((known) => known === code);
    if (refusal) return { identity: stranger(refusal), lifetime: LONGEST_REFUSAL };
    if (error instanceof DomainError && error.kind === 'unavailable') throw error;
    // Whatever else identity answers is a fault between us and it, and none of the caller's.
    const message = 'The identity service is away for a moment. Try again.';
    throw unavailable('service.unavailable', message, error);
  }
}

function sentForm(credential: Credential): object {
  if (credential.type === 'api_key') return credential;
  const { userId, sessionId, securityVersion } = credential.session;
  return { type: 'session', userId, sessionId, securityVersion };
}

function identityFrom({ caller, isSuperAdmin, tenant, permissions }: GrantsAnswer): Identity {
  const common = { isSuperAdmin, tenant, permissions: new Set(permissions.filter(isPermission)) };
  if (caller.type === 'user') {
    return {
      caller: { ...caller, ...common },
      rate: { key: `user:${caller.userId}`, limit: null },
      tokens: new Map(),
    };
  }
  const { type, apiKeyId, createdBy, rateLimit } = caller;
  return {
    caller: { type, apiKeyId, createdBy, ...common },
    rate: { key: `api_key:${apiKeyId}`, limit: rateLimit },
    tokens: new Map(),
  };
}

/** Somebody who did not sign in, or not rightly; counted by address. */
export function stranger(refused?: CredentialRefusal): Identity {
  const caller: Caller = refused ? { ...ANONYMOUS, type: 'anonymous', refused } : ANONYMOUS;
  return { caller, rate: { key: '', limit: null }, tokens: new Map() };
}

/** The token by which a service knows the caller; each is used for half of its life. */
export function identityTokens(key: KeyObject): (identity: Identity, service: ServiceName) => string {
  return ({ caller, tokens }, service) => {
    const known = tokens.get(service);
    if (known && known.renewAt > Date.now()) return known.token;
    const token = mintIdentityToken(caller, { issuer: GATEWAY, audience: service, key });
    tokens.set(service, { token, renewAt: Date.now() + (IDENTITY_TOKEN_LIFETIME * 1000) / 2 });
    return token;
  };
}
