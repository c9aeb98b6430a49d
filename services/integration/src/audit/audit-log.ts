import { type CursorQuery, ensure, notFound, tenantOf } from '@siteninja/core';
import { type IntegrationCtx } from '../context';
import { auditHeads, type AuditLogRow, auditLogs, PLATFORM } from './audit-log.model';
import { seal, START, type Unsealed } from './chain';

export function presentAuditLog(row: AuditLogRow) {
  return {
    id: row._id,
    tenantId: row.tenantId === PLATFORM ? null : row.tenantId,
    action: row.action,
    actorType: row.actorType,
    userId: row.userId,
    apiKeyId: row.apiKeyId,
    resourceType: row.resourceType,
    resourceId: row.resourceId,
    oldValue: parse(row.oldValue),
    newValue: parse(row.newValue),
    ipAddress: row.ipAddress,
    userAgent: row.userAgent,
    requestId: row.requestId,
    metadata: parse(row.metadata),
    sequence: row.sequence,
    hash: row.hash,
    previousHash: row.previousHash,
    createdAt: row.occurredAt.toISOString(),
  };
}

function parse(json: string | null): unknown {
  return json === null ? null : JSON.parse(json);
}

export interface AuditFilters {
  action?: string;
  resourceType?: string;
  resourceId?: string;
  userId?: string;
  from?: string;
  to?: string;
}

/** @throws invalid for a cursor that is none of ours */
export async function listAuditLogs(ctx: IntegrationCtx, query: CursorQuery & AuditFilters) {
  const { rows, pagination } = await auditLogs.in(ctx).paginateByCursor(filterOf(query), query, 'occurredAt');
  return { items: rows.map(presentAuditLog), pagination };
}

/** Of all tenants, and of the platform itself. @throws invalid for a cursor that is none of ours */
export async function listAllAuditLogs(ctx: IntegrationCtx, query: CursorQuery & AuditFilters) {
  const all = auditLogs.across(ctx);
  const { rows, pagination } = await all.paginateByCursor(filterOf(query), query, 'occurredAt');
  return { items: rows.map(presentAuditLog), pagination };
}

function filterOf({ action, resourceType, resourceId, userId, from, to }: AuditFilters) {
  // Both inclusive, and written without their equals: SecantusDB loses the bound itself where the index goes on
  // behind the field. Times are whole milliseconds.
  const since = from === undefined ? {} : { $gt: new Date(Date.parse(from) - 1) };
  const until = to === undefined ? {} : { $lt: new Date(Date.parse(to) + 1) };
  return {
    ...(action === undefined ? {} : { action }),
    ...(resourceType === undefined ? {} : { resourceType }),
    ...(resourceId === undefined ? {} : { resourceId }),
    ...(userId === undefined ? {} : { userId }),
    ...(from === undefined && to === undefined ? {} : { occurredAt: { ...since, ...until } }),
  };
}

/** @throws not_found */
export async function getAuditLog(ctx: IntegrationCtx, id: string) {
  const row = await auditLogs.in(ctx).findOne({ _id: id });
  ensure(row, () => notFound('audit_log'));
  return presentAuditLog(row);
}

/** Adds an entry to its tenant's chain. Only inside a transaction: entry and end of the chain go together. */
export async function appendAuditLog(tx: IntegrationCtx, entry: Unsealed): Promise<void> {
  const last = (await auditHeads.in(tx).findOne({})) ?? START;
  const sealed = seal(entry, tenantOf(tx), last);
  await auditLogs.in(tx).insert(sealed);
  const { sequence, hash } = sealed;
  await auditHeads.in(tx).upsert({}, { $set: { sequence, hash } });
}
