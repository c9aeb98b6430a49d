import { hash, type KeyObject } from 'node:crypto';
import { type Clock, type CredentialRefusal } from '@siteninja/core';
import { type Request, type RequestHandler, type Response } from 'express';
import { LRUCache } from 'lru-cache';
import { Passport } from 'passport';
import { Strategy } from 'passport-jwt';
import { type KeySet } from './key-set';

/** What an access token says: who the caller is, and not what they may do. */
export interface Session {
  userId: string;
  sessionId: string;
  securityVersion: number;
  expiresAtMs: number;
}

/** @throws unavailable where identity's keys are needed and cannot be fetched */
export type VerifyAccessToken = (
  token: string,
  request: Request,
  response: Response,
) => Promise<Session | CredentialRefusal>;

const MAX_CACHED = 20_000;

interface Verified {
  session: Session;
  key: KeyObject;
}

/**
 * Verifies access tokens. Valid ones are cached by their SHA-256, as verifying costs 30 times more, for as long as
 * identity has the key that signed them.
 */
export function accessTokenVerifier(keys: KeySet, clock: Clock): VerifyAccessToken {
  const cached = new LRUCache<string, Verified>({ max: MAX_CACHED });
  const passport = new Passport();
  const verify = async (token: string, key: KeyObject, request: Request, response: Response) => {
    const session = await verifyJwt(passport, jwtStrategy(token, key), request, response);
    return session && { session, key };
  };
  return async (token, request, response) => {
    const digest = hash('sha256', token, 'base64');
    let verified = cached.get(digest);
    if (!verified || !keys.isTrusted(verified.key)) {
      const key = await keys.keyFor(token);
      if (verified?.key !== key) verified = key && (await verify(token, key, request, response));
      if (!verified) {
        cached.delete(digest);
        return 'auth.token_invalid';
      }
      cached.set(digest, verified);
    }
    const { session } = verified;
    return session.expiresAtMs <= clock.now().getTime() ? 'auth.token_expired' : session;
  };
}

function jwtStrategy(token: string, key: KeyObject): Strategy {
  return new Strategy(
    {
      jwtFromRequest: () => token,
      // The typings know no KeyObject. jsonwebtoken, which gets it, does, and verifies many times faster with one.
      // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the typings are wrong
      secretOrKey: key as unknown as Buffer,
      algorithms: ['ES256'],
      issuer: 'siteninja',
      audience: 'siteninja-api',
      // The verifier compares `exp` with the product's clock.
      ignoreExpiration: true,
    },
    (claims: unknown, done: (error: unknown, session: Session | false) => void) => {
      done(null, sessionFrom(claims) ?? false);
    },
  );
}

/** The session that the strategy finds in the request; undefined where the token is not valid. */
function verifyJwt(
  passport: InstanceType<typeof Passport>,
  strategy: Strategy,
  request: Request,
  response: Response,
): Promise<Session | undefined> {
  return new Promise((resolve, reject) => {
    const done = (error: unknown, session: Session | false | undefined): void => {
      if (error) reject(error instanceof Error ? error : new Error(String(error)));
      else resolve(session || undefined);
    };
    const authenticate: RequestHandler = passport.authenticate(strategy, { session: false }, done);
    void authenticate(request, response, reject);
  });
}

/** Undefined where a claim is not as identity writes it. */
function sessionFrom(claims: unknown): Session | undefined {
  if (typeof claims !== 'object' || claims === null) return undefined;
  const { sub, sid, sv, exp }: { sub?: unknown; sid?: unknown; sv?: unknown; exp?: unknown } = claims;
  if (typeof sub !== 'string' || sub === '' || typeof sid !== 'string' || sid === '') return undefined;
  if (typeof sv !== 'number' || !Number.isInteger(sv) || typeof exp !== 'number') return undefined;
  return { userId: sub, sessionId: sid, securityVersion: sv, expiresAtMs: exp * 1000 };
}
