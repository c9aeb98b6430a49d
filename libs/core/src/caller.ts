import { type Permission, type Role } from './permissions';

export const TENANT_STATUSES = ['trial', 'active', 'past_due', 'suspended', 'cancelled'] as const;
export type TenantStatus = (typeof TENANT_STATUSES)[number];

/** The tenant of the request's path, as the caller may know it. */
export interface CallerTenant {
  id: string;
  status: TenantStatus;
  deleted: boolean;
  /** The caller's role there; null for a super_admin who is no member, and for API keys. */
  role: Role | null;
}

export const CREDENTIAL_REFUSALS = [
  'auth.token_invalid',
  'auth.token_expired',
  'auth.key_invalid',
  'auth.several_credentials',
] as const;
export type CredentialRefusal = (typeof CREDENTIAL_REFUSALS)[number];

interface CallerBase {
  isSuperAdmin: boolean;
  /** Null where the path names no tenant, or one that the caller does not belong to. */
  tenant: CallerTenant | null;
  /** What the caller may do in `tenant`. */
  permissions: ReadonlySet<Permission>;
}

/** Who makes the request, as the gateway vouches for it. Services authorise from this alone. */
export type Caller = CallerBase &
  /** `refused` says what was wrong with the credential that was sent, if one was. */
  (
    | { type: 'anonymous'; refused?: CredentialRefusal }
    | { type: 'user'; userId: string; sessionId: string }
    | { type: 'api_key'; apiKeyId: string; createdBy: string }
    /** Another service, on a route under /internal. */
    | { type: 'service'; service: string }
    /** A job or a consumer of this service itself. */
    | { type: 'system' }
  );

/** What somebody who did not sign in may do: whatever is public. */
export const ANONYMOUS: Caller = {
  type: 'anonymous',
  isSuperAdmin: false,
  tenant: null,
  permissions: new Set(),
};

/** A service at its own work: it is let through no door, but what it records has an actor. */
export const SYSTEM: Caller = { type: 'system', isSuperAdmin: false, tenant: null, permissions: new Set() };
