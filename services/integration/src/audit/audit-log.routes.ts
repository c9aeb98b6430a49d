import { cursorListOf, cursorQuery, ok, raw } from '@siteninja/http';
import { route } from '../context';
import { getAuditLog, listAllAuditLogs, listAuditLogs } from './audit-log';
import { auditExport, auditFilters, auditLog, auditVerdict } from './audit-log.schema';
import { exportAuditLogs } from './export-audit-logs';
import { verifyAuditLogs } from './verify-chain';

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
    path: '/tenants/:tenantId/audit-logs/verify',
    operationId: 'verifyAuditLogs',
    summary: 'Verify that no entry of the audit log was changed, moved or removed',
    description:
      'Each entry has the hash of the one before. All of them are read and hashed anew, up to the one that is the last when the request comes, and have to lead over the checkpoint that is kept apart from them and moves on every minute. Entries that were kept for as long as the plan says (`auditDays`) are no longer there: then the log begins behind them.',
    allow: 'read:audit',
    returns: ok(auditVerdict),
    etag: false,
    handle: (ctx) => verifyAuditLogs(ctx),
  }),
  route({
    method: 'get',
    path: '/tenants/:tenantId/audit-logs/export',
    operationId: 'exportAuditLogs',
    summary: 'Get the audit log as a file, newest first',
    description:
      'As NDJSON, an entry a line, or as CSV, a column a field, with JSON in the cells of objects. A cell that a spreadsheet would take for a formula begins with an apostrophe.',
    allow: 'read:audit',
    query: auditExport,
    returns: raw('application/x-ndjson', 'text/csv'),
    handle: (ctx, { query }) => Promise.resolve(exportAuditLogs(ctx, query)),
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
