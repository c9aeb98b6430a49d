import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { inTenant, systemClock } from '@siteninja/core';
import { type AssetCtx } from '../context';
import { abandonVersion } from './keep-file';
import { assetVersions } from './version.model';

const ABANDONED_AFTER_MS = 5 * 60 * 1000;

const abandonedBefore = (now: Date): Date => new Date(now.getTime() - ABANDONED_AFTER_MS);

/** Removes uploads that a crash has interrupted. */
export async function sweepAssets(ctx: AssetCtx): Promise<void> {
  const before = abandonedBefore(ctx.clock.now());
  const left = await assetVersions
    .across(ctx)
    .find({ status: 'pending', updatedAt: { $lt: before } }, { limit: 100 });
  for (const row of left) {
    await abandonVersion(inTenant(ctx, row.tenantId), row);
    ctx.log.info('swept an upload', { tenantId: row.tenantId, assetId: row.assetId });
  }
  // Files bear the machine's time, also where the product's clock has been moved.
  await sweepReceivedFiles(ctx, abandonedBefore(systemClock.now()));
}

/** Removes received files whose request ended with its process. */
async function sweepReceivedFiles({ config: { UPLOAD_FOLDER } }: AssetCtx, before: Date): Promise<void> {
  const names = await readdir(UPLOAD_FOLDER).catch(() => []);
  for (const name of names) {
    const path = join(UPLOAD_FOLDER, name);
    const facts = await stat(path).catch(() => undefined);
    if (facts?.isFile() && facts.mtime < before) await rm(path, { force: true });
  }
}
