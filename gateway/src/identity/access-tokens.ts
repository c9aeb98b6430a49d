import { createPublicKey, hash, type KeyObject } from 'node:crypto';
import {
  type Clock,
  type CredentialRefusal,
  IDENTITY_HEADER,
  type Logger,
  unavailable,
} from '@siteninja/core';
import { parse, s } from '@siteninja/schema';
import { type Request, type RequestHandler, type Response } from 'express';
import { decode } from 'jsonwebtoken';
import { LRUCache } from 'lru-cache';
import { Passport } from 'passport';
import { Strategy } from 'passport-jwt';
import { request as call } from 'undici';
import { identityTokens, stranger } from './grants';

/** Who an access token speaks of. It says nothing of what they may do. */
export interface Session {
  userId: string;
  sessionId: string;
  securityVersion: number;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

export type ReadToken = (
  token: string,
  request: Request,
  response: Response,
) => Promise<Session | CredentialRefusal>;

const MOST_REMEMBERED = 20_000;

/** Verifies access tokens, each of them once. */
export function accessTokens(keys: SigningKeys, clock: Clock): ReadToken {
  const verified = new LRUCache<string, Session>({ max: MOST_REMEMBERED });
  const verify = verifier(keys);
  return async (token, request, response) => {
    const digest = hash('sha256', token, 'base64');
    const session = verified.get(digest) ?? (await verify(request, response));
    if (!session) return 'auth.token_invalid';
    if (session.expiresAt <= clock.now().getTime()) return 'auth.token_expired';
    verified.set(digest, session);
    return session;
  };
}

/** The token of `Authorization: Bearer …`; null where there is no such thing. */
export function bearerOf(request: Request): string | null {
  return /^Bearer +([^\s,]+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

/** Passport holds the JWT strategy and nothing else. */
function verifier(keys: SigningKeys) {
  const passport = new Passport();
  const strategy = new Strategy(
    {
      jwtFromRequest: bearerOf,
      algorithms: ['ES256'],
      issuer: 'siteninja',
      audience: 'siteninja-api',
      // It is compared with the product's clock, above.
      ignoreExpiration: true,
      secretOrKeyProvider: (_request, token: string, done) => {
        keys.keyFor(token).then(
          // The typings know no KeyObject; jsonwebtoken, which gets it, does, and text is many times slower.
          // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the typings are wrong
          (key) => done(key ? null : new Error('unknown key'), key as unknown as Buffer),
          done,
        );
      },
    },
    (claims: unknown, done: (error: unknown, session?: Session | false) => void) => {
      done(null, sessionFrom(claims) ?? false);
    },
  );
  passport.use('jwt', strategy);
  return (request: Request, response: Response): Promise<Session | undefined> =>
    new Promise((resolve, reject) => {
      const answered = (error: unknown, session: Session | false | undefined, why: unknown): void => {
        const failure = error ?? (why instanceof KeysAway ? why.cause : undefined);
        if (failure) reject(failure instanceof Error ? failure : new Error(String(failure)));
        else resolve(session || undefined);
      };
      const middleware: RequestHandler = passport.authenticate('jwt', { session: false }, answered);
      void middleware(request, response, reject);
    });
}

/** Every claim as identity writes it, or it is no token of ours. */
function sessionFrom(claims: unknown): Session | undefined {
  if (typeof claims !== 'object' || claims === null) return undefined;
  const { sub, sid, sv, exp }: { sub?: unknown; sid?: unknown; sv?: unknown; exp?: unknown } = claims;
  if (typeof sub !== 'string' || sub === '' || typeof sid !== 'string' || sid === '') return undefined;
  if (typeof sv !== 'number' || !Number.isInteger(sv) || typeof exp !== 'number') return undefined;
  return { userId: sub, sessionId: sid, securityVersion: sv, expiresAt: exp * 1000 };
}

/** Milliseconds. */
const FETCH_DEADLINE = 2_000;
/** Between two fetches for the sake of a key that is not known: a made-up one costs no more than this. */
const FETCH_PAUSE = 3_000;
/** After this a key that identity no longer names is forgotten. */
const LONGEST_LIFE = 600_000;

class KeysAway extends Error {}

export interface SigningKeys {
  /** Undefined where the token names a key that identity does not have. */
  keyFor(token: string): Promise<KeyObject | undefined>;
}

const jwks = s.object({ keys: s.array(s.anyObject()) });

/**
 * Identity's public keys, by id. Whatever key a token brings along itself is ignored.
 * @param key the gateway's own: identity answers nobody else
 */
export function signingKeys(targets: () => string[], key: KeyObject, log: Logger): SigningKeys {
  const tokenFor = identityTokens(key);
  const nobody = stranger();
  let keys = new Map<string, KeyObject>();
  let fetchedAt = -Infinity;
  let triedAt = -Infinity;
  let fetching: Promise<void> | undefined;
  const refresh = async (): Promise<void> => {
    triedAt = performance.now();
    keys = await fetchKeys(targets(), tokenFor(nobody, 'identity'));
    fetchedAt = triedAt;
  };
  const refreshOnce = (): Promise<void> => {
    if (fetching) return fetching;
    const flight = refresh()
      .catch((error: unknown) => void log.warn("identity's keys could not be read", { error }))
      .finally(() => {
        fetching = undefined;
      });
    fetching = flight;
    return flight;
  };
  return {
    keyFor: async (token) => {
      const header = decode(token, { complete: true })?.header;
      // RFC 7515, 4.1.11: what must be understood and is not makes a token invalid.
      if (header?.kid === undefined || 'crit' in header || header.alg !== 'ES256') return undefined;
      const never = fetchedAt === -Infinity;
      const stale = performance.now() - fetchedAt > LONGEST_LIFE || !keys.has(header.kid);
      if (fetching || never || (stale && performance.now() - triedAt > FETCH_PAUSE)) await refreshOnce();
      if (fetchedAt === -Infinity) throw new KeysAway('', { cause: identityAway() });
      return keys.get(header.kid);
    },
  };
}

function identityAway(): Error {
  return unavailable('service.unavailable', 'The identity service is away for a moment. Try again.');
}

async function fetchKeys(targets: string[], identityToken: string): Promise<Map<string, KeyObject>> {
  const signal = AbortSignal.timeout(FETCH_DEADLINE);
  const headers = { [IDENTITY_HEADER]: identityToken };
  const { statusCode, body } = await call(`${targets[0] ?? ''}/.well-known/jwks.json`, { headers, signal });
  const answer = parse(jwks, await body.json());
  if (statusCode !== 200 || 'errors' in answer) throw new Error(`identity answered ${statusCode}`);
  const named = answer.value.keys.flatMap(({ kid, kty, crv, x, y }): [string, KeyObject][] =>
    typeof kid === 'string' && kty === 'EC' && crv === 'P-256'
      ? [[kid, createPublicKey({ key: { kty, crv, x: String(x), y: String(y) }, format: 'jwk' })]]
      : [],
  );
  return new Map(named);
}
