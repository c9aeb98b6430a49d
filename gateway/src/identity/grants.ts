import { type AnswerOf, type BodyOf, type calls } from '@siteninja/contracts';
import { CREDENTIAL_REFUSALS, type Clock, DomainError, isPermission, SingleFlight } from '@siteninja/core';
import { serviceUnavailable } from '@siteninja/http';
import { LRUCache } from 'lru-cache';
import { type Session } from './access-tokens';
import { anonymousIdentity, type Identity, type NewIdentity } from './identity';

export type Credential =
  { type: 'session'; session: Session } | { type: 'api_key'; /** SHA-256, hex. */ hash: string };

type Question = BodyOf<typeof calls.getGrants>;
type GrantsAnswer = AnswerOf<typeof calls.getGrants>;

export interface Grants {
  /** @throws unavailable where identity has to be asked and does not answer */
  find(credential: Credential, tenantId: string | null): Promise<Identity>;
  /** Drops what is cached about a user, session, API key or tenant. @param tag such as `user:<id>` */
  evict(tag: string): void;
}

export interface GrantsParts {
  ask(question: Question): Promise<GrantsAnswer>;
  /** Whether revocations are known up to a second ago. If they are not, identity is asked for each request. */
  isCurrent(): boolean;
  newIdentity: NewIdentity;
  clock: Clock;
}

const MAX_CACHED = 10_000;
/** The longest that a change without a revocation goes unnoticed; revocations arrive within a second. */
const GRANTS_TTL_MS = 10_000;
const REFUSAL_TTL_MS = 2_000;

interface CachedGrants {
  identity: Identity;
  tags: string[];
}

/** What callers may do, as identity says, cached until a revocation drops it. */
export function cacheGrants({ ask, isCurrent, newIdentity, clock }: GrantsParts): Grants {
  const keysByTag = new Map<string, Set<string>>();
  const cached = new LRUCache<string, CachedGrants>({
    max: MAX_CACHED,
    ttl: GRANTS_TTL_MS,
    ttlResolution: 0,
    perf: { now: () => clock.monotonicMs() },
    dispose: ({ tags }, key) => {
      for (const tag of tags) {
        const keys = keysByTag.get(tag);
        keys?.delete(key);
        if (keys?.size === 0) keysByTag.delete(tag);
      }
    },
  });
  const cache = (key: string, entry: CachedGrants, ttl: number): void => {
    if (ttl < 1) return;
    cached.set(key, entry, { ttl });
    for (const tag of entry.tags) keysByTag.set(tag, (keysByTag.get(tag) ?? new Set()).add(key));
  };
  const fetch = (credential: Credential, tenantId: string | null) =>
    fetchGrants({ ask, newIdentity, clock }, credential, tenantId);
  const flights = new SingleFlight<Identity>();
  const freshAsks = shareFresh<Identity>();
  return {
    find: async (credential, tenantId) => {
      const key = `${credentialKey(credential)} ${tenantId ?? ''}`;
      if (!isCurrent()) return freshAsks(key, async () => (await fetch(credential, tenantId)).identity);
      return (
        cached.get(key)?.identity ??
        flights.run(key, async (isStillCurrent) => {
          const { identity, ancestorIds, ttl } = await fetch(credential, tenantId);
          const tags = tagsOf(identity, ancestorIds, credential, tenantId);
          // Grants that were asked for before a revocation may be outdated.
          if (isStillCurrent()) cache(key, { identity, tags }, ttl);
          return identity;
        })
      );
    },
    evict: (tag) => {
      flights.restart();
      for (const key of keysByTag.get(tag) ?? []) cached.delete(key);
    },
  };
}

/**
 * Has those who ask for the same share an answer, but only one that was asked for after each of them came. Under load
 * the revocations come late, and to ask identity for every single request would keep it from ever catching up.
 */
function shareFresh<T>(): (key: string, ask: () => Promise<T>) => Promise<T> {
  const asks = new Map<string, { current: Promise<unknown>; next?: Promise<T> }>();
  const start = (key: string, ask: () => Promise<T>): Promise<T> => {
    const current = ask();
    const entry: { current: Promise<unknown>; next?: Promise<T> } = { current };
    asks.set(key, entry);
    const end = (): void => {
      if (!entry.next) asks.delete(key);
    };
    current.then(end, end);
    return current;
  };
  return (key, ask) => {
    const running = asks.get(key);
    if (!running) return start(key, ask);
    const again = (): Promise<T> => start(key, ask);
    return (running.next ??= running.current.then(again, again));
  };
}

function credentialKey(credential: Credential): string {
  if (credential.type === 'api_key') return credential.hash;
  const { userId, sessionId, securityVersion } = credential.session;
  return `${userId} ${sessionId} ${securityVersion}`;
}

function tagsOf(
  { caller }: Identity,
  ancestorIds: readonly string[],
  credential: Credential,
  tenantId: string | null,
): string[] {
  const tags = tenantId === null ? [] : [`tenant:${tenantId}`];
  if (credential.type === 'session') {
    tags.push(`user:${credential.session.userId}`, `session:${credential.session.sessionId}`);
  }
  if (caller.type === 'api_key') {
    tags.push(`user:${caller.createdBy}`, ...[caller.apiKeyId, ...ancestorIds].map((id) => `api_key:${id}`));
  }
  return tags;
}

async function fetchGrants(
  { ask, newIdentity, clock }: Pick<GrantsParts, 'ask' | 'newIdentity' | 'clock'>,
  credential: Credential,
  tenantId: string | null,
): Promise<{ identity: Identity; ancestorIds: readonly string[]; ttl: number }> {
  try {
    const answer = await ask({ credential: sentForm(credential), tenantId });
    const ancestorIds = answer.caller.type === 'api_key' ? answer.caller.ancestorIds : [];
    return { identity: identityFrom(answer, newIdentity), ancestorIds, ttl: ttlOf(answer, clock) };
  } catch (error) {
    const code = error instanceof DomainError && error.kind === 'unauthenticated' ? error.code : undefined;
    const refusal = CREDENTIAL_REFUSALS.find((known) => known === code);
    if (refusal) {
      return { identity: anonymousIdentity(newIdentity, refusal), ancestorIds: [], ttl: REFUSAL_TTL_MS };
    }
    if (error instanceof DomainError && error.kind === 'unavailable') throw error;
    // Any other answer is a fault between the gateway and identity, and not the caller's.
    throw serviceUnavailable('identity', error);
  }
}

/** A credential is over at its instant: an entry of this age is used for the last time. */
function ttlOf({ expiresAt }: GrantsAnswer, clock: Clock): number {
  if (expiresAt === null) return GRANTS_TTL_MS;
  return Math.min(Date.parse(expiresAt) - clock.now().getTime() - 1, GRANTS_TTL_MS);
}

function sentForm(credential: Credential): Question['credential'] {
  if (credential.type === 'api_key') return credential;
  const { userId, sessionId, securityVersion } = credential.session;
  return { type: 'session', userId, sessionId, securityVersion };
}

function identityFrom(
  { caller, isSuperAdmin, tenant, permissions }: GrantsAnswer,
  newIdentity: NewIdentity,
): Identity {
  const common = { isSuperAdmin, tenant, permissions: new Set(permissions.filter(isPermission)) };
  if (caller.type === 'user') {
    return newIdentity({ ...caller, ...common }, { key: `user:${caller.userId}`, limit: null });
  }
  const { type, apiKeyId, createdBy, rateLimit, ancestorIds } = caller;
  return newIdentity(
    { type, apiKeyId, createdBy, ...common },
    // A key counts together with those that it has made: by making keys nobody gets more requests.
    { key: `api_key:${ancestorIds.at(-1) ?? apiKeyId}`, limit: rateLimit },
  );
}
