import { DAY_MS } from '@siteninja/core';
import { type ContentCtx } from '../context';
import { activations, findActivationAt } from '../sites/activation.model';
import { tenantPlans } from '../sites/tenant-plan.projection';
import { pruneReleases } from './prune-releases';
import { pruneVersions } from './prune-versions';

/**
 * Deletes some of what the tenant's plan keeps no longer: releases whose place another took `releaseDays` ago or
 * earlier, then all but the newest versions of each page that no release names any more, and when what was live before.
 * @returns whether nothing is left to do
 */
export async function pruneSite(ctx: ContentCtx): Promise<boolean> {
  const limits = (await tenantPlans.in(ctx).findOne({}))?.limits;
  const days = limits?.releaseDays ?? null;
  if (days === null) return true;
  // Visitors may still be reading what another release replaces just now.
  const since = new Date(ctx.clock.now().getTime() - Math.max(days, 1) * DAY_MS);
  const first = await findActivationAt(ctx, since);
  if (!first) return true;
  const { activatedAt } = first;
  if (!(await pruneReleases(ctx, activatedAt))) return false;
  const versions = limits?.versions ?? null;
  if (versions !== null && !(await pruneVersions(ctx, versions, activatedAt))) return false;
  await activations.in(ctx).delete({ activatedAt: { $lt: activatedAt } });
  return true;
}
