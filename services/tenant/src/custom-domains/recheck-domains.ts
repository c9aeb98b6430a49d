import { DAY_MS, DomainError, HOUR_MS, inTenant } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { type TenantCtx } from '../context';
import { proofOf } from '../domains/domain';
import { type DomainRow, domains } from '../domains/domain.model';
import { lockDomains, removeDomain } from './claim-domain';
import { checkAndKeep } from './verify-domain';

const MAX_CHECKS = 100;
/** How long the proof of a verified domain may be missing. */
const GRACE_MS = 3 * DAY_MS;

/**
 * Checks the domains whose time has come. A DNS server that does not answer counts for nothing; a verified domain whose
 * proof is missing is warned of by mail, and removed after three days.
 */
export async function recheckDomains(ctx: TenantCtx): Promise<void> {
  const due = await domains
    .across(ctx)
    .find({ nextCheckAt: { $lte: ctx.clock.now() }, provenBy: null }, { limit: MAX_CHECKS });
  for (const row of due) await recheck(inTenant(ctx, row.tenantId), row);
}

async function recheck(ctx: TenantCtx, row: DomainRow): Promise<void> {
  try {
    await checkAndKeep(ctx, proofOf(row));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const nextCheckAt = new Date(ctx.clock.now().getTime() + HOUR_MS);
    await domains.in(ctx).updateMany({ _id: row._id }, { $set: { nextCheckAt } });
    return;
  }
  const now = ctx.clock.now().getTime();
  await transaction(ctx, async (tx) => {
    await lockDomains(tx);
    const known = await domains.in(tx).findOne({ _id: row._id });
    const since = known?.proofMissingSince;
    if (!known || !since) return;
    if (now - since.getTime() >= GRACE_MS) await removeDomain(tx, known);
  });
}
