import { cursorListOf, cursorQuery, ok } from '@siteninja/http';
import { route } from '../context';
import { getAuditLog, listAllAuditLogs, listAuditLogs } from './audit-log';
import { auditFilters, auditLog } from './audit-log.schema';

export const auditLogRoutes = [
  route({
    method: 'get',
    path: '/tenants/:tenantId/audit-logs',
    summary: 'List what was done in a tenant, newest first',
    allow: 'read:audit',
    query: cursorQuery({ filters: auditFilters }),
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
    query: cursorQuery({ filters: auditFilters }),
    returns: cursorListOf(auditLog),
    handle: (ctx, { query }) => listAllAuditLogs(ctx, query),
  }),
];
