import { type KeyObject } from 'node:crypto';
import { decode, sign, verify } from 'jsonwebtoken';
import { type Caller, type CallerTenant, CREDENTIAL_REFUSALS, TENANT_STATUSES } from './caller';
import { isObject } from './is-object';
import { isPermission, ROLE_PERMISSIONS, ROLES } from './permissions';

/**
 * The token by which one process vouches to another for the caller of a request. The gateway mints it for
 * clients; a service mints one for itself when it calls another's /internal route.
 */
export const IDENTITY_HEADER = 'x-siteninja-identity';
/** Vouches for clients, and speaks for itself on /internal routes. */
export const GATEWAY = 'gateway';

const IDENTITY_TOKEN_TTL_SECONDS = 60;

/** Named for one audience, so that what one service was handed cannot be replayed against another. */
export interface Minting {
  issuer: string;
  audience: string;
  key: KeyObject;
}

export function mintIdentityToken(caller: Caller, minting: Minting): string {
  const { isSuperAdmin, tenant, permissions, ...who } = caller;
  // A role says its permissions; writing them out would make every header a kilobyte longer.
  const claims = { who, tenant, isSuperAdmin, permissions: tenant?.role ? [] : [...permissions] };
  return sign(claims, minting.key, {
    algorithm: 'ES256',
    issuer: minting.issuer,
    keyid: minting.issuer,
    audience: minting.audience,
    expiresIn: IDENTITY_TOKEN_TTL_SECONDS,
  });
}

/**
 * Mints the identity tokens of one caller, by audience, and reuses each for half of its life. The time is the
 * machine's and not the clock port's: jsonwebtoken, which judges the tokens, knows no other.
 */
export function identityTokensOf(
  caller: Caller,
  { issuer, key }: Omit<Minting, 'audience'>,
): (audience: string) => string {
  const minted = new Map<string, { token: string; renewAt: number }>();
  return (audience) => {
    const reusable = minted.get(audience);
    if (reusable && reusable.renewAt > Date.now()) return reusable.token;
    const token = mintIdentityToken(caller, { issuer, audience, key });
    minted.set(audience, { token, renewAt: Date.now() + (IDENTITY_TOKEN_TTL_SECONDS * 1000) / 2 });
    return token;
  };
}

/** Issuer → its public keys: one, or several while the issuer's key is replaced. */
export type TrustedKeys = ReadonlyMap<string, readonly KeyObject[]>;

export interface VerifiedCaller {
  caller: Caller;
  issuer: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

/**
 * Who the token speaks of; undefined for every token that is not exactly right. Only the gateway may vouch
 * for clients; as a service every issuer speaks for itself alone.
 */
export function verifyIdentityToken(
  token: string,
  audience: string,
  trustedKeys: TrustedKeys,
): VerifiedCaller | undefined {
  try {
    const issuer = decode(token, { complete: true })?.header.kid;
    if (issuer === undefined) return undefined;
    const claims = verifyWithAny(token, trustedKeys.get(issuer) ?? [], { issuer, audience });
    if (!isObject(claims) || typeof claims.exp !== 'number') return undefined;
    const caller = callerFrom(claims);
    if (!caller || (caller.type === 'service' ? caller.service : GATEWAY) !== issuer) return undefined;
    return { caller, issuer, expiresAt: claims.exp * 1000 };
  } catch {
    // jsonwebtoken throws for whatever is wrong; to the caller it is all the same.
    return undefined;
  }
}

/** The claims, by the first key that the token is signed with. @throws jsonwebtoken's error where it is none */
function verifyWithAny(
  token: string,
  [key, ...others]: readonly KeyObject[],
  names: { issuer: string; audience: string },
): unknown {
  if (!key) return undefined;
  try {
    return verify(token, key, { algorithms: ['ES256'], ...names });
  } catch (error) {
    if (others.length === 0) throw error;
    return verifyWithAny(token, others, names);
  }
}

function callerFrom({ who, tenant, permissions, isSuperAdmin }: Record<string, unknown>): Caller | undefined {
  if (!isObject(who) || !Array.isArray(permissions) || typeof isSuperAdmin !== 'boolean') return undefined;
  const of = tenantFrom(tenant);
  if (of === undefined) return undefined;
  const named = permissions.filter((name) => typeof name === 'string').filter(isPermission);
  const common = {
    isSuperAdmin,
    tenant: of,
    permissions: of?.role ? ROLE_PERMISSIONS[of.role] : new Set(named),
  };
  const { type, userId, sessionId, apiKeyId, createdBy, service } = who;
  if (type === 'anonymous') {
    const refused = CREDENTIAL_REFUSALS.find((known) => known === who.refused);
    return { ...common, type, ...(refused ? { refused } : {}) };
  }
  if (type === 'user' && typeof userId === 'string' && typeof sessionId === 'string') {
    return { ...common, type, userId, sessionId };
  }
  if (type === 'api_key' && typeof apiKeyId === 'string' && typeof createdBy === 'string') {
    return { ...common, type, apiKeyId, createdBy };
  }
  if (type === 'service' && typeof service === 'string') return { ...common, type, service };
  return undefined;
}

/** Null is a caller without a tenant, undefined a claim that makes no sense. */
function tenantFrom(claim: unknown): CallerTenant | null | undefined {
  if (claim === null) return null;
  if (!isObject(claim) || typeof claim.id !== 'string' || typeof claim.deleted !== 'boolean')
    return undefined;
  const status = TENANT_STATUSES.find((known) => known === claim.status);
  const role = claim.role === null ? null : ROLES.find((known) => known === claim.role);
  return status && role !== undefined ? { id: claim.id, status, deleted: claim.deleted, role } : undefined;
}
