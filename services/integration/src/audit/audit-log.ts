import { canonicalId, type CursorQuery, presenter, tenantOf } from '@siteninja/core';
import { type IntegrationCtx } from '../context';
import { auditHeads, type AuditLogRow, auditLogs, PLATFORM } from './audit-log.model';
import { type AuditFilters, type AuditLog, auditLog } from './audit-log.schema';
import { appendToChain, CHAIN_START, ERASED_DETAILS, type NewEntry } from './chain';

const present = presenter(auditLog);

function presentAuditLog(row: AuditLogRow): AuditLog {
  return present({
    ...row,
    tenantId: row.tenantId === PLATFORM ? null : row.tenantId,
    oldValue: parse(row.oldValue),
    newValue: parse(row.newValue),
    metadata: parse(row.metadata),
    createdAt: row.occurredAt,
  });
}

function parse(json: string | null): Record<string, unknown> | null {
  const value: Record<string, unknown> | null = json === null ? null : JSON.parse(json);
  return value;
}

/** @throws invalid for a malformed cursor */
export async function listAuditLogs(ctx: IntegrationCtx, query: CursorQuery & AuditFilters) {
  const { rows, pagination } = await auditLogs.in(ctx).paginateByCursor(filterOf(query), query, 'occurredAt');
  return { items: rows.map(presentAuditLog), pagination };
}

/** The entries of all tenants and of the platform itself. @throws invalid for a malformed cursor */
export async function listAllAuditLogs(ctx: IntegrationCtx, query: CursorQuery & AuditFilters) {
  const all = auditLogs.across(ctx);
  const { rows, pagination } = await all.paginateByCursor(filterOf(query), query, 'occurredAt');
  return { items: rows.map(presentAuditLog), pagination };
}

function filterOf({ action, resourceType, resourceId, userId, from, to }: AuditFilters) {
  // Both bounds are inclusive. With $gte and $lte SecantusDB loses the rows at the bound itself when the index has
  // more fields after this one; times are whole milliseconds, so $gt and $lt say the same.
  const since = from === undefined ? {} : { $gt: new Date(Date.parse(from) - 1) };
  const until = to === undefined ? {} : { $lt: new Date(Date.parse(to) + 1) };
  return {
    ...(action === undefined ? {} : { action }),
    ...(resourceType === undefined ? {} : { resourceType }),
    ...(resourceId === undefined ? {} : { resourceId: canonicalId(resourceId) }),
    ...(userId === undefined ? {} : { userId }),
    ...(from === undefined && to === undefined ? {} : { occurredAt: { ...since, ...until } }),
  };
}

/** @throws not_found */
export async function getAuditLog(ctx: IntegrationCtx, id: string) {
  return presentAuditLog(await auditLogs.in(ctx).get(id));
}

/**
 * Appends an entry to its tenant's chain. Needs a transaction: the entry and the chain's head change together.
 * @param isErased whether the tenant is erased: then its details are forgotten at once
 */
export async function appendAuditLog(
  tx: IntegrationCtx,
  entry: NewEntry,
  { isErased = false } = {},
): Promise<void> {
  const last = (await auditHeads.in(tx).findOne({})) ?? CHAIN_START;
  const chained = appendToChain(entry, tenantOf(tx), last);
  await auditLogs.in(tx).insert(isErased ? { ...chained, ...ERASED_DETAILS } : chained);
  const { sequence, hash } = chained;
  await auditHeads.in(tx).upsert({}, { $set: { sequence, hash, isCheckpointed: false } });
}
