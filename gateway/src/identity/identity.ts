import { type KeyObject } from 'node:crypto';
import {
  ANONYMOUS,
  type Caller,
  type CredentialRefusal,
  GATEWAY,
  identityTokensOf,
  type ServiceName,
} from '@siteninja/core';

/** A caller whom the gateway vouches for, on one tenant. */
export interface Identity {
  readonly caller: Caller;
  /** What the caller's requests are counted under; null counts them by address. An API key has its own limit. */
  readonly rate: { key: string; limit: number | null } | null;
  /** The identity token that tells a service who calls. */
  tokenFor(service: ServiceName): string;
}

export type NewIdentity = (caller: Caller, rate: Identity['rate']) => Identity;

/** @param key signs the identity tokens */
export function identitiesSignedBy(key: KeyObject): NewIdentity {
  return (caller, rate) => ({ caller, rate, tokenFor: identityTokensOf(caller, { issuer: GATEWAY, key }) });
}

/** A caller without a valid credential. @param refused what is wrong with the one that was sent */
export function anonymousIdentity(newIdentity: NewIdentity, refused?: CredentialRefusal): Identity {
  return newIdentity(refused ? { ...ANONYMOUS, type: 'anonymous', refused } : ANONYMOUS, null);
}
