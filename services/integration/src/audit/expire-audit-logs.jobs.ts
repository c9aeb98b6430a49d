import { DAY_MS, inTenant } from '@siteninja/core';
import { definePagedJobs, pageAfter } from '@siteninja/jobs';
import { type IntegrationCtx } from '../context';
import { auditHeads, auditLogs } from './audit-log.model';
import { type Link } from './chain';
import { type Checkpoint, moveStart, readCheckpoint } from './checkpoint';
import { followChain, storedChain } from './verify-chain';

const EVERY_SECONDS = 24 * 60 * 60;
const PAGE_SIZE = 100;
/** What is cut off a chain at once; the next day goes on. */
const MAX_CUT = 5_000;

/**
 * Deletes entries that are older than the tenant's plan keeps them, once a day. A chain then begins behind them, at a
 * link that is kept with its checkpoint. Only what a checkpoint covers is cut off, and only of a chain that is intact.
 */
export const expireAuditLogs = definePagedJobs<IntegrationCtx>({
  name: 'audit.expire',
  everySeconds: EVERY_SECONDS,
  perform: async (ctx, after) => {
    const page = { sort: { _id: 1 }, limit: PAGE_SIZE, select: { tenantId: 1 } } as const;
    const heads = await auditHeads.across(ctx).find({ _id: { $gt: after } }, page);
    for (const { tenantId } of heads) await expire(inTenant(ctx, tenantId));
    return pageAfter(heads, PAGE_SIZE);
  },
});

async function expire(ctx: IntegrationCtx): Promise<void> {
  const checkpoint = await readCheckpoint(ctx);
  // What a process left that ended between the two steps below.
  await deleteUpTo(ctx, checkpoint.start);
  const last = await lastToCut(ctx, checkpoint);
  if (last === null) return;
  const { start, end } = checkpoint;
  const reached = await followChain(await storedChain(ctx), start, end.sequence);
  // Verification tells of it.
  if ('problem' in reached || reached.hash !== end.hash) return;
  await deleteUpTo(ctx, await moveStart(ctx, last));
}

async function deleteUpTo(ctx: IntegrationCtx, { sequence }: Link): Promise<void> {
  if (sequence > 0) await auditLogs.in(ctx).delete({ sequence: { $lte: sequence } });
}

/** @returns the last of the entries that have been kept for long enough, or null where there is none */
async function lastToCut(
  ctx: IntegrationCtx,
  { start, end, keptDays }: Checkpoint,
): Promise<{ sequence: number; hash: string } | null> {
  if (keptDays === null) return null;
  const before = new Date(ctx.clock.now().getTime() - keptDays * DAY_MS);
  const upTo = Math.min(start.sequence + MAX_CUT, end.sequence);
  const sequence = { $gt: start.sequence, $lte: upTo };
  const first = await auditLogs
    .in(ctx)
    .findOne({ sequence: start.sequence + 1, occurredAt: { $lt: before } });
  if (!first) return null;
  const rows = await auditLogs
    .in(ctx)
    .find({ sequence }, { sort: { sequence: 1 }, select: { sequence: 1, hash: 1, occurredAt: 1 } });
  const kept = rows.findIndex(({ occurredAt }) => occurredAt >= before);
  const last = rows.at(kept < 0 ? -1 : kept - 1);
  return last ? { sequence: last.sequence, hash: last.hash } : null;
}
