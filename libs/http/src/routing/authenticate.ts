import { type KeyObject } from 'node:crypto';
import { IDENTITY_HEADER, unauthenticated, verifyIdentityToken, type VerifiedCaller } from '@siteninja/core';
import { type Request } from 'express';

const MOST_REMEMBERED = 10_000;

/**
 * Reads the caller from the identity token, with public keys alone. A token is verified once and remembered
 * until it expires: the gateway sends the same one for half a minute.
 */
export function authenticate(service: string, trustedKeys: ReadonlyMap<string, KeyObject>) {
  const remembered = new Map<string, VerifiedCaller>();
  return (request: Request): VerifiedCaller['caller'] => {
    const token = request.headers[IDENTITY_HEADER];
    if (typeof token !== 'string') throw unauthenticated();
    const known = remembered.get(token);
    if (known && known.expiresAt > Date.now()) return known.caller;
    const verified = verifyIdentityToken(token, service, trustedKeys);
    if (!verified) throw unauthenticated();
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(token, verified);
    return verified.caller;
  };
}
