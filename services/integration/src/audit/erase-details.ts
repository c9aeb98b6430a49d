import { tenantOf } from '@siteninja/core';
import { type IntegrationCtx } from '../context';
import { auditHeads, auditLogs } from './audit-log.model';
import { ERASED_DETAILS } from './chain';

const BATCH_SIZE = 500;

/** Erases who did what from the tenant's log; the entries stay, and so does their chain. */
export async function eraseAuditDetails(ctx: IntegrationCtx): Promise<boolean> {
  // An entry that is being appended by somebody who does not know yet clashes with this, and is then without details.
  await auditHeads.in(ctx).updateMany({ tenantId: tenantOf(ctx) }, { $set: {} });
  const head = await auditHeads.in(ctx).findOne({});
  for (let first = 0; first < (head?.sequence ?? 0); first += BATCH_SIZE) {
    const batch = { sequence: { $gt: first, $lte: first + BATCH_SIZE }, salt: { $gt: '' } };
    await auditLogs.in(ctx).updateMany(batch, { $set: ERASED_DETAILS });
  }
  return false;
}
