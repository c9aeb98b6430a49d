import { cursorListOf, cursorQuery, ok } from '@siteninja/http';
import {
  anyObject,
  described,
  integer,
  moment,
  nullable,
  oneOf,
  optional,
  shape,
  text,
  uuid,
} from '@siteninja/schema';
import { route } from '../context';
import { getAuditLog, listAllAuditLogs, listAuditLogs } from './audit-log';
import { ACTOR_TYPES } from './audit-log.model';

const facts = nullable(text({ max: 100_000 }));
const hash = text({ min: 64, max: 64 });

const auditLog = shape({
  id: described(uuid(), "The entry's, and its event's."),
  tenantId: described(nullable(uuid()), 'Null for what belongs to no tenant, such as industries.'),
  action: described(text(), 'Such as page.create, page.publish, user.role_change, user.login.'),
  actorType: oneOf(...ACTOR_TYPES),
  userId: nullable(text()),
  apiKeyId: nullable(text()),
  resourceType: text(),
  resourceId: nullable(text()),
  oldValue: described(nullable(anyObject()), 'The resource before the change.'),
  newValue: described(nullable(anyObject()), 'The resource after the change; null when it was deleted.'),
  ipAddress: facts,
  userAgent: facts,
  requestId: facts,
  metadata: nullable(anyObject()),
  sequence: described(integer({ min: 1 }), "The entry's place in the tenant's chain."),
  hash: described(hash, 'SHA-256 over the entry and the hash before it.'),
  previousHash: nullable(hash),
  createdAt: described(moment(), 'When it happened.'),
});

const auditQuery = cursorQuery({
  filters: {
    action: optional(text({ max: 100 })),
    resourceType: optional(text({ max: 100 })),
    resourceId: optional(text({ max: 100 })),
    userId: optional(uuid()),
    from: described(optional(moment()), 'At this moment or later.'),
    to: described(optional(moment()), 'At this moment or earlier.'),
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
    handle: (ctx, { params }) => getAuditLog(ctx, params.auditLogId),
  }),
  route({
    method: 'get',
    path: '/audit-logs',
    summary: 'List what was done anywhere, newest first',
    allow: 'super_admin',
    query: auditQuery,
    returns: cursorListOf(auditLog),
    handle: (ctx, { query }) => listAllAuditLogs(ctx, query),
  }),
];
