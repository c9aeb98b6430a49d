import {
  IDENTITY_HEADER,
  type TrustedKeys,
  unauthenticated,
  verifyIdentityToken,
  type VerifiedCaller,
} from '@siteninja/core';
import { type Request } from 'express';
import { LRUCache } from 'lru-cache';

const MAX_CACHED = 10_000;

/**
 * Reads the caller from the identity token, with public keys alone. A verified token is cached until it expires, as
 * the gateway sends the same one for half a minute. The time is the machine's, by which tokens are verified.
 */
export function authenticate(service: string, trustedKeys: TrustedKeys) {
  const cached = new LRUCache<string, VerifiedCaller>({ max: MAX_CACHED });
  return (request: Request): VerifiedCaller['caller'] => {
    const token = request.headers[IDENTITY_HEADER];
    if (typeof token !== 'string') throw unauthenticated();
    const known = cached.get(token);
    if (known && known.expiresAt > Date.now()) return known.caller;
    const verified = verifyIdentityToken(token, service, trustedKeys);
    if (!verified) throw unauthenticated();
    cached.set(token, verified);
    return verified.caller;
  };
}
