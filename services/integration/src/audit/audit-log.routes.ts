import { cursorListOf, cursorQuery, ok } from '@siteninja/http';
import { s } from '@siteninja/schema';
import { route } from '../context';
import { getAuditLog, listAllAuditLogs, listAuditLogs } from './audit-log';
import { ACTOR_TYPES } from './audit-log.model';

const facts = s.nullable(s.string({ max: 100_000 }));
const hash = s.string({ min: 64, max: 64 });

const auditLog = s.object({
  id: s.describe(s.uuid(), "The entry's, and its event's."),
  tenantId: s.describe(s.nullable(s.uuid()), 'Null for what belongs to no tenant, such as industries.'),
  action: s.describe(s.string(), 'Such as page.create, page.publish, user.role_change, user.login.'),
  actorType: s.enum(...ACTOR_TYPES),
  userId: s.nullable(s.string()),
  apiKeyId: s.nullable(s.string()),
  resourceType: s.string(),
  resourceId: s.nullable(s.string()),
  oldValue: s.describe(s.nullable(s.anyObject()), 'The resource before the change.'),
  newValue: s.describe(s.nullable(s.anyObject()), 'The resource after the change; null when it was deleted.'),
  ipAddress: facts,
  userAgent: facts,
  requestId: facts,
  metadata: s.nullable(s.anyObject()),
  sequence: s.describe(s.integer({ min: 1 }), "The entry's place in the tenant's chain."),
  hash: s.describe(hash, 'SHA-256 over the entry and the hash before it.'),
  previousHash: s.nullable(hash),
  createdAt: s.describe(s.dateTime(), 'When it happened.'),
});

const auditQuery = cursorQuery({
  filters: {
    action: s.optional(s.string({ max: 100 })),
    resourceType: s.optional(s.string({ max: 100 })),
    resourceId: s.optional(s.string({ max: 100 })),
    userId: s.optional(s.uuid()),
    from: s.describe(s.optional(s.dateTime()), 'At this moment or later.'),
    to: s.describe(s.optional(s.dateTime()), 'At this moment or earlier.'),
  },
});

export const auditLogRoutes = [
  route({
    method: 'get',
    path: '/tenants/:tenantId/audit-logs',
    summary: 'List what was done in a tenant, newest first',
    allow: 'read:audit',
    query: auditQuery,
    returns: cursorListOf(auditLog),
    handle: (ctx, { query }) => listAuditLogs(ctx, query),
  }),
  route({
    method: 'get',
    path: '/tenants/:tenantId/audit-logs/:auditLogId',
    summary: 'Read one entry of the audit log',
    allow: 'read:audit',
    returns: ok(auditLog),
    errors: ['audit_log.not_found'],
    handle: (ctx, { params }) => getAuditLog(ctx, params.auditLogId),
  }),
  route({
    method: 'get',
    path: '/audit-logs',
    operationId: 'listAllAuditLogs',
    summary: 'List what was done anywhere, newest first',
    allow: 'super_admin',
    query: auditQuery,
    returns: cursorListOf(auditLog),
    handle: (ctx, { query }) => listAllAuditLogs(ctx, query),
  }),
];
