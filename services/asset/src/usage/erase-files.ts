import { chunked, tenantOf } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { countErased } from '@siteninja/service';
import { type AssetCtx } from '../context';
import { storedFiles } from './stored-file.model';
import { blobKey } from './stored-files';

/** Files of one step: where a store takes its time, a run of the erasure has to find an end. */
const BATCH_SIZE = 500;
const MAX_AT_ONCE = 10;

/** Deletes all files of the tenant, at last those that no asset has, such as of an upload that was broken off. */
export async function eraseFiles(ctx: AssetCtx): Promise<boolean> {
  const rows = await storedFiles.in(ctx).find({}, { limit: BATCH_SIZE, select: { _id: 1 } });
  const ids = rows.map(({ _id }) => _id);
  if (ids.length === 0) {
    await ctx.ports.blobs.delete(tenantOf(ctx));
    return false;
  }
  for (const some of chunked(ids, MAX_AT_ONCE)) {
    await Promise.all(some.map((id) => ctx.ports.blobs.delete(blobKey(tenantOf(ctx), id))));
  }
  await transaction(ctx, async (tx) => {
    const documents = await storedFiles.in(tx).delete({ _id: { $in: ids } });
    await countErased(tx, { documents, files: documents });
  });
  return true;
}
