import { inTenant } from '@siteninja/core';
import { sweepFolder } from '@siteninja/service';
import { type AssetCtx } from '../context';
import { abandonVersion } from './keep-file';
import { assetVersions } from './version.model';

const ABANDONED_AFTER_MS = 5 * 60 * 1000;

/** Removes uploads that a crash has interrupted, with received files whose request ended with its process. */
export async function sweepAssets(ctx: AssetCtx): Promise<void> {
  const before = new Date(ctx.clock.now().getTime() - ABANDONED_AFTER_MS);
  const left = await assetVersions
    .across(ctx)
    .find({ status: 'pending', updatedAt: { $lt: before } }, { limit: 100 });
  for (const row of left) {
    await abandonVersion(inTenant(ctx, row.tenantId), row);
    ctx.log.info('swept an upload', { tenantId: row.tenantId, assetId: row.assetId });
  }
  await sweepFolder(ctx.config.UPLOAD_FOLDER, ABANDONED_AFTER_MS, (entry) => entry.isFile());
  await ctx.ports.blobs.sweep();
}
