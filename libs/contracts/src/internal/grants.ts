import { GATEWAY, ROLES, TENANT_STATUSES } from '@siteninja/core';
import { s } from '@siteninja/schema';
import { internalCall } from './call';

const credential = s.union('type', {
  session: s.object({
    type: s.enum('session'),
    userId: s.string(),
    sessionId: s.string(),
    securityVersion: s.integer(),
  }),
  /** `hash`: SHA-256, hex. */
  api_key: s.object({ type: s.enum('api_key'), hash: s.string({ max: 64 }) }),
});

const grants = s.object({
  caller: s.union('type', {
    user: s.object({ type: s.enum('user'), userId: s.string(), sessionId: s.string() }),
    api_key: s.object({
      type: s.enum('api_key'),
      apiKeyId: s.string(),
      createdBy: s.string(),
      rateLimit: s.integer({ min: 0 }),
      /** The keys that it descends from, the one that made it first. */
      ancestorIds: s.default(s.array(s.string()), []),
    }),
  }),
  isSuperAdmin: s.boolean(),
  tenant: s.nullable(
    s.object({
      id: s.string(),
      status: s.enum(...TENANT_STATUSES),
      deleted: s.boolean(),
      role: s.nullable(s.enum(...ROLES)),
    }),
  ),
  /** A gateway that is older than identity ignores the permissions that it does not know. */
  permissions: s.array(s.string()),
  /** From then on the credential is not valid; null where it has no end. */
  expiresAt: s.default(s.nullable(s.dateTime()), null),
});

/** Answers 401 with the reason where the credential is not valid. */
export const getGrants = internalCall({
  service: 'identity',
  method: 'post',
  path: '/internal/grants',
  summary: 'Read what a credential may do in a tenant',
  callers: [GATEWAY],
  body: s.object({ credential, tenantId: s.nullable(s.uuid()) }),
  answer: grants,
});
