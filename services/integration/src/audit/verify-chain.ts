import { tenantOf } from '@siteninja/core';
import { isErased, transaction } from '@siteninja/events';
import { type IntegrationCtx } from '../context';
import { auditHeads, auditLogs } from './audit-log.model';
import { type AuditVerdict } from './audit-log.schema';
import { CHAIN_START, type ChainBreak, type Link, verifyEntries } from './chain';

const BATCH_SIZE = 500;

export type Verdict = { valid: true; entries: number } | ({ valid: false } & ChainBreak);

/**
 * Whether the tenant's chain is intact from its first entry to its head. Of a tenant that is erased the details of its
 * entries may be so too.
 * @returns the number of its entries, or where it breaks first
 */
export async function verifyChain(ctx: IntegrationCtx): Promise<Verdict> {
  const { head, written, erased } = await endOf(ctx);
  let last = CHAIN_START;
  while (last.sequence < head.sequence) {
    const upTo = Math.min(last.sequence + BATCH_SIZE, head.sequence);
    const rows = await auditLogs
      .in(ctx)
      .find({ sequence: { $gt: last.sequence, $lte: upTo } }, { sort: { sequence: 1 } });
    if (rows.length === 0) return { valid: false, sequence: last.sequence + 1, problem: 'missing' };
    const reached = verifyEntries(rows, last, erased);
    if ('problem' in reached) return { valid: false, ...reached };
    last = reached;
  }
  if (last.hash !== head.hash) return { valid: false, sequence: head.sequence, problem: 'changed' };
  if (written > head.sequence) return { valid: false, sequence: head.sequence + 1, problem: 'changed' };
  return { valid: true, entries: head.sequence };
}

/** Reads all in one snapshot: entries that are appended meanwhile come after the head. */
function endOf(ctx: IntegrationCtx): Promise<{ head: Link; written: number; erased: boolean }> {
  return transaction(ctx, async (tx) => {
    const head = (await auditHeads.in(tx).findOne({})) ?? CHAIN_START;
    const newest = await auditLogs.in(tx).findOne({}, { sort: { sequence: -1 }, select: { sequence: 1 } });
    return {
      head: { sequence: head.sequence, hash: head.hash },
      written: newest?.sequence ?? 0,
      erased: await isErased(tx, tenantOf(tx)),
    };
  });
}

/** The verdict on the tenant's log, for those who may read it. */
export async function verifyAuditLogs(ctx: IntegrationCtx): Promise<AuditVerdict> {
  const verdict = await verifyChain(ctx);
  if (verdict.valid) return { valid: true, checked: verdict.entries };
  return { valid: false, checked: verdict.sequence - 1, brokenAt: verdict.sequence };
}
