import { canonicalId, type CursorQuery, presenter } from '@siteninja/core';
import { type IntegrationCtx } from '../context';
import { type AuditHeadRow, auditHeads, type AuditLogRow, auditLogs, PLATFORM } from './audit-log.model';
import { type AuditFilters, type AuditLog, auditLog } from './audit-log.schema';
import { writeHeads } from '../heads/write-heads';
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

/** An entry before it has its place, and the chain that it belongs to: its tenant's or the platform's. */
export interface UnchainedEntry {
  entry: NewEntry;
  chain: string;
  /** Whether the tenant is erased: then the details of the entry are forgotten at once. */
  isErased: boolean;
}

/**
 * Appends entries to their chains, in this order, by as many commands for many as for one. Needs a transaction: the
 * entries and the heads of the chains change together.
 */
export async function appendAuditLogs(
  tx: IntegrationCtx,
  unchained: readonly UnchainedEntry[],
): Promise<void> {
  if (unchained.length === 0) return;
  const all = auditHeads.across(tx);
  const chains = [...new Set(unchained.map(({ chain }) => chain))];
  const heads = await all.find({ tenantId: { $in: chains } });
  const ends = new Map<string, Pick<AuditHeadRow, 'sequence' | 'hash'>>();
  for (const head of heads) ends.set(head.tenantId, head);
  const rows = unchained.map(({ entry, chain, isErased }) => {
    const row = appendToChain(entry, chain, ends.get(chain) ?? CHAIN_START);
    ends.set(chain, row);
    return isErased ? { ...row, ...ERASED_DETAILS } : row;
  });
  await auditLogs.across(tx).insertMany(rows);
  const moved = [...ends].map(([tenantId, { sequence, hash }]) => {
    return { tenantId, sequence, hash, isCheckpointed: false };
  });
  await writeHeads(all, heads, moved);
}
