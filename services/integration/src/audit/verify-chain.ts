import { tenantOf } from '@siteninja/core';
import { isErased, transaction } from '@siteninja/events';
import { type IntegrationCtx } from '../context';
import { auditHeads, auditLogs } from './audit-log.model';
import { type AuditVerdict } from './audit-log.schema';
import { CHAIN_START, type ChainBreak, type ChainedEntry, type Link, verifyEntries } from './chain';
import { type Checkpoint, readCheckpoint } from './checkpoint';

const BATCH_SIZE = 500;

export type Verdict = { valid: true; entries: number } | ({ valid: false } & ChainBreak);

/** A chain as it is stored. */
export interface StoredChain {
  head: Link;
  /** The sequence of the newest entry; 0 where there is none. */
  newest: number;
  /** Of a tenant that is erased the details of its entries may be so too. */
  erased: boolean;
  /** In order of their sequence. */
  entries(after: number, upTo: number): Promise<readonly ChainedEntry[]>;
}

/** While this lasts, entries that were cut off may still be there: their deletion follows. */
const CUTTING_MS = 10 * 60_000;

/**
 * Whether the tenant's chain is intact from its start over its checkpoint to its head.
 * @returns the number of its entries, or where it breaks first
 * @throws unavailable where nobody can tell the checkpoint
 */
export async function verifyChain(ctx: IntegrationCtx): Promise<Verdict> {
  return (await judge(ctx)).verdict;
}

async function judge(ctx: IntegrationCtx): Promise<{ verdict: Verdict; start: Link }> {
  // The checkpoint first: no head that is read later is behind it.
  let checkpoint = await readCheckpoint(ctx);
  for (;;) {
    const { start } = checkpoint;
    const verdict = await verifyStored(await storedChain(ctx), checkpoint, ctx.clock.now());
    if (verdict.valid) return { verdict, start };
    // Its first entries may have been cut off while they were read.
    checkpoint = await readCheckpoint(ctx);
    if (checkpoint.start.sequence <= start.sequence) return { verdict, start };
  }
}

export async function verifyStored(
  chain: StoredChain,
  { start, cutAt, end }: Omit<Checkpoint, 'keptDays'>,
  now: Date,
): Promise<Verdict> {
  const isCutting = cutAt !== null && now.getTime() - cutAt.getTime() < CUTTING_MS;
  const [stray] = isCutting ? [] : await chain.entries(Number.MIN_SAFE_INTEGER, start.sequence);
  if (stray) return { valid: false, sequence: start.sequence + 1, problem: 'changed' };
  let last = start;
  for (const goal of [end, chain.head]) {
    if (goal.sequence < last.sequence)
      return { valid: false, sequence: goal.sequence + 1, problem: 'changed' };
    const reached = await followChain(chain, last, goal.sequence);
    if ('problem' in reached) return { valid: false, ...reached };
    if (reached.hash !== goal.hash) return { valid: false, sequence: goal.sequence, problem: 'changed' };
    last = reached;
  }
  if (chain.newest > last.sequence) return { valid: false, sequence: last.sequence + 1, problem: 'changed' };
  return { valid: true, entries: last.sequence - start.sequence };
}

/** Verifies the entries after `from`. @returns the link at `upTo`, or where the chain breaks before */
export async function followChain(
  { entries, erased }: Pick<StoredChain, 'entries' | 'erased'>,
  from: Link,
  upTo: number,
): Promise<Link | ChainBreak> {
  let last = from;
  while (last.sequence < upTo) {
    const rows = await entries(last.sequence, Math.min(last.sequence + BATCH_SIZE, upTo));
    if (rows.length === 0) return { sequence: last.sequence + 1, problem: 'missing' };
    const reached = verifyEntries(rows, last, erased);
    if ('problem' in reached) return reached;
    last = reached;
  }
  return last;
}

/** Reads its end in one snapshot: entries that are appended meanwhile come after the head. */
export function storedChain(ctx: IntegrationCtx): Promise<StoredChain> {
  return transaction(ctx, async (tx) => {
    const { sequence, hash } = (await auditHeads.in(tx).findOne({})) ?? CHAIN_START;
    const newest = await auditLogs.in(tx).findOne({}, { sort: { sequence: -1 }, select: { sequence: 1 } });
    return {
      head: { sequence, hash },
      newest: newest?.sequence ?? 0,
      erased: await isErased(tx, tenantOf(tx)),
      entries: (after, upTo) =>
        auditLogs.in(ctx).find({ sequence: { $gt: after, $lte: upTo } }, { sort: { sequence: 1 } }),
    };
  });
}

/** The verdict on the tenant's log, for those who may read it. */
export async function verifyAuditLogs(ctx: IntegrationCtx): Promise<AuditVerdict> {
  const { verdict, start } = await judge(ctx);
  if (verdict.valid) return { valid: true, checked: verdict.entries };
  const checked = Math.max(verdict.sequence - 1 - start.sequence, 0);
  return { valid: false, checked, brokenAt: verdict.sequence };
}
