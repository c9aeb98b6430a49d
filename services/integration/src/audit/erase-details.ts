import { transaction } from '@siteninja/events';
import { type IntegrationCtx } from '../context';
import { auditHeads, auditLogs } from './audit-log.model';
import { ERASED_DETAILS } from './chain';

/** Entries of one transaction. */
const BATCH_SIZE = 50;
/** A run of the erasure goes on with other steps, and has an end. */
const MAX_STEP_MS = 15_000;

/**
 * Erases who did what from the tenant's log; the entries stay, and so does their chain.
 * @returns whether the time was over before the work was done
 */
export async function eraseAuditDetails(ctx: IntegrationCtx): Promise<boolean> {
  const deadline = ctx.clock.monotonicMs() + MAX_STEP_MS;
  const end = await lastSequence(ctx);
  const first = await auditLogs
    .in(ctx)
    .findOne({ salt: { $gt: '' } }, { sort: { sequence: 1 }, select: { sequence: 1 } });
  for (let start = first?.sequence ?? end + 1; start <= end; start += BATCH_SIZE) {
    if (ctx.clock.monotonicMs() > deadline) return true;
    const batch = { sequence: { $gte: start, $lt: start + BATCH_SIZE }, salt: { $gt: '' } };
    await auditLogs.in(ctx).updateMany(batch, { $set: ERASED_DETAILS });
  }
  return false;
}

/** An entry that is being appended by somebody who does not know yet clashes with this, and is then without details. */
function lastSequence(ctx: IntegrationCtx): Promise<number> {
  return transaction(ctx, async (tx) => {
    await auditHeads.in(tx).updateMany({}, { $set: {} });
    const head = await auditHeads.in(tx).findOne({});
    return head?.sequence ?? 0;
  });
}
