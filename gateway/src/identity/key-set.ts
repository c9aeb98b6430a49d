import { createPublicKey, type KeyObject } from 'node:crypto';
import { type Clock, IDENTITY_HEADER, type Logger } from '@siteninja/core';
import { serviceUnavailable } from '@siteninja/http';
import { parse, s } from '@siteninja/schema';
import { decode } from 'jsonwebtoken';
import { request } from 'undici';

export interface KeySet {
  /**
   * The key that a token claims to be signed with; undefined where identity has no such key. A key that the token
   * itself brings along is ignored.
   * @throws unavailable where identity's keys could never be fetched
   */
  keyFor(token: string): Promise<KeyObject | undefined>;
  /** Whether the key is one of those that were fetched last, and that is not too long ago; without fetching. */
  isTrusted(key: KeyObject): boolean;
  /** Trusts the key with this id no more, whatever is fetched later. */
  withdraw(kid: string): void;
}

export interface KeySetParts {
  /** Identity's targets, the best one first. */
  targets(): string[];
  /** Identity answers the gateway alone. */
  identityToken(): string;
  clock: Clock;
  log: Logger;
}

const FETCH_TIMEOUT_MS = 2_000;
/** The shortest time between two fetches, however many tokens name a key that nobody knows. */
const REFETCH_COOLDOWN_MS = 3_000;
/** How long a key may still be used that identity has not withdrawn by name and does not have any more. */
const KEYS_TTL_MS = 600_000;

/** Identity's public keys (RFC 7517), fetched when they are needed. */
export function cacheKeySet({ targets, identityToken, clock, log }: KeySetParts): KeySet {
  let keys: Map<string, KeyObject> | undefined;
  let trusted: ReadonlySet<KeyObject> = new Set();
  const withdrawn = new Set<string>();
  let fetchedAt = -Infinity;
  let triedAt = -Infinity;
  let fetching: Promise<void> | undefined;
  const trust = (fetched: Map<string, KeyObject>): void => {
    for (const kid of withdrawn) fetched.delete(kid);
    keys = fetched;
    trusted = new Set(keys.values());
  };
  const fetch = async (): Promise<void> => {
    triedAt = clock.monotonicMs();
    try {
      trust(withKnown(keys, await fetchKeys(targets(), identityToken())));
      fetchedAt = triedAt;
    } catch (error) {
      log.warn("identity's keys could not be read", { error });
    }
    fetching = undefined;
  };
  const isStale = (): boolean => clock.monotonicMs() - fetchedAt > KEYS_TTL_MS;
  const isMissing = (kid: string): boolean => !keys?.has(kid) || isStale();
  const mayFetch = (): boolean =>
    !keys || fetching !== undefined || clock.monotonicMs() - triedAt > REFETCH_COOLDOWN_MS;
  return {
    isTrusted: (key) => trusted.has(key) && !isStale(),
    withdraw: (kid) => {
      withdrawn.add(kid);
      if (keys) trust(keys);
    },
    keyFor: async (token) => {
      const kid = keyIdOf(token);
      if (kid === undefined) return undefined;
      if (isMissing(kid) && mayFetch()) await (fetching ??= fetch());
      if (keys) return keys.get(kid);
      throw serviceUnavailable('identity');
    },
  };
}

/** A key that is there again stays the same object, so that what was verified with it need not be again. */
function withKnown(
  known: ReadonlyMap<string, KeyObject> | undefined,
  fetched: ReadonlyMap<string, KeyObject>,
): Map<string, KeyObject> {
  return new Map(
    [...fetched].map(([kid, key]) => {
      const before = known?.get(kid);
      return [kid, before?.equals(key) ? before : key];
    }),
  );
}

/** Undefined where the token cannot be one of ours. */
function keyIdOf(token: string): string | undefined {
  const header = decode(token, { complete: true })?.header;
  // RFC 7515 §4.1.11: a token with `crit` is invalid where its extensions are not understood.
  return header && header.alg === 'ES256' && !('crit' in header) ? header.kid : undefined;
}

const jwks = s.object({ keys: s.array(s.anyObject()) });

async function fetchKeys(targets: string[], identityToken: string): Promise<Map<string, KeyObject>> {
  const signal = AbortSignal.timeout(FETCH_TIMEOUT_MS);
  const headers = { [IDENTITY_HEADER]: identityToken };
  const { statusCode, body } = await request(`${targets[0] ?? ''}/.well-known/jwks.json`, {
    headers,
    signal,
  });
  const answer = parse(jwks, await body.json());
  if (statusCode !== 200 || 'errors' in answer) throw new Error(`identity answered ${statusCode}`);
  return new Map(
    answer.value.keys.flatMap(({ kid, kty, crv, x, y }): [string, KeyObject][] =>
      typeof kid === 'string' && kty === 'EC' && crv === 'P-256'
        ? [[kid, createPublicKey({ key: { kty, crv, x: String(x), y: String(y) }, format: 'jwk' })]]
        : [],
    ),
  );
}
