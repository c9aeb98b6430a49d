import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { inTenant } from '@siteninja/core';
import { type AssetCtx } from '../context';
import { removeFiles } from './asset';
import { assets } from './asset.model';
import { abandonUpload } from './upload';

const ABANDONED_AFTER_MS = 5 * 60 * 1000;

/** Removes uploads and finishes deletions that a crash has interrupted. */
export async function sweepAssets(ctx: AssetCtx): Promise<void> {
  const before = new Date(ctx.clock.now().getTime() - ABANDONED_AFTER_MS);
  const left = await assets
    .across(ctx)
    .find({ status: { $in: ['pending', 'deleting'] }, updatedAt: { $lt: before } }, { limit: 100 });
  for (const row of left) {
    const own = inTenant(ctx, row.tenantId);
    if (row.status === 'pending') await abandonUpload(own, row);
    else await removeFiles(own, row);
    ctx.log.info('swept an asset', { tenantId: row.tenantId, assetId: row._id, status: row.status });
  }
  await sweepReceivedFiles(ctx, before);
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
