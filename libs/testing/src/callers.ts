import {
  type Caller,
  type CallerTenant,
  newId,
  type Permission,
  type Role,
  ROLE_PERMISSIONS,
} from '@siteninja/core';

const tenant = (id: string, role: Role | null): CallerTenant => ({
  id,
  status: 'trial',
  deleted: false,
  role,
});

function member(tenantId: string, role: Role, userId = newId()): Caller {
  return {
    type: 'user',
    userId,
    sessionId: newId(),
    isSuperAdmin: false,
    tenant: tenant(tenantId, role),
    permissions: ROLE_PERMISSIONS[role],
  };
}

/** Everybody who may call, as the gateway would vouch for them. */
export const callers = {
  anonymous: {
    type: 'anonymous',
    isSuperAdmin: false,
    tenant: null,
    permissions: new Set(),
  } satisfies Caller,
  viewer: (tenantId: string, userId?: string) => member(tenantId, 'viewer', userId),
  editor: (tenantId: string, userId?: string) => member(tenantId, 'editor', userId),
  admin: (tenantId: string, userId?: string) => member(tenantId, 'admin', userId),
  /** Signed in, and no member of the tenant that the path names. */
  nonMember: (userId = newId()): Caller => ({
    type: 'user',
    userId,
    sessionId: newId(),
    isSuperAdmin: false,
    tenant: null,
    permissions: new Set(),
  }),
  apiKey: (tenantId: string, permissions: readonly Permission[]): Caller => ({
    type: 'api_key',
    apiKeyId: newId(),
    createdBy: newId(),
    isSuperAdmin: false,
    tenant: tenant(tenantId, null),
    permissions: new Set(permissions),
  }),
  superAdmin: (tenantId?: string): Caller => ({
    type: 'user',
    userId: newId(),
    sessionId: newId(),
    isSuperAdmin: true,
    tenant: tenantId === undefined ? null : tenant(tenantId, null),
    permissions: new Set(),
  }),
  service: (service: string): Caller => ({
    type: 'service',
    service,
    isSuperAdmin: false,
    tenant: null,
    permissions: new Set(),
  }),
};
