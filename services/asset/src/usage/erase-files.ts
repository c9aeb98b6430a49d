import { tenantOf } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { countErased } from '@siteninja/service';
import { type AssetCtx } from '../context';
import { storedFiles } from './stored-file.model';

const BATCH_SIZE = 200;

/** Deletes all files of the tenant, also those that no asset has, such as an upload that was broken off. */
export async function eraseFiles(ctx: AssetCtx): Promise<boolean> {
  await ctx.ports.blobs.delete(tenantOf(ctx));
  return transaction(ctx, async (tx) => {
    const rows = await storedFiles.in(tx).find({}, { limit: BATCH_SIZE, select: { _id: 1 } });
    if (rows.length === 0) return false;
    await storedFiles.in(tx).delete({ _id: { $in: rows.map(({ _id }) => _id) } });
    await countErased(tx, { documents: rows.length, files: rows.length });
    return true;
  });
}
