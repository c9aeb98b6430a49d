import { chunked, newId, tenantOf } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { defineJob, jobKind, schedule } from '@siteninja/jobs';
import { s } from '@siteninja/schema';
import { type AssetCtx } from '../context';
import { storedFiles } from './stored-file.model';
import { lockStorage, releaseStorage, takeStorage } from './storage-usage';

interface File {
  hash: string;
  size: number;
}

/** A file with the name of its blob. */
export type Held<F extends File> = F & { blobId: string };

export function blobKey(tenantId: string, blobId: string): string {
  return `${tenantId}/${blobId}`;
}

/**
 * Holds the files of one version of an asset. Bytes that the tenant has already are counted no second time.
 * @throws payment_required `plan.limit_reached`
 */
export async function holdFiles<F extends File>(tx: Tx<AssetCtx>, files: readonly F[]): Promise<Held<F>[]> {
  await lockStorage(tx);
  const sizes = new Map(files.map(({ hash, size }) => [hash, size]));
  const known = await storedFiles.in(tx).find({ hash: { $in: [...sizes.keys()] } });
  const blobIds = new Map(known.map(({ hash, _id }) => [hash, _id]));
  const added = [...sizes]
    .filter(([hash]) => !blobIds.has(hash))
    .map(([hash, size]) => ({ _id: newId(), hash, size, uses: 1 }));
  await takeStorage(tx, sumOf(added));
  await storedFiles.in(tx).updateEach(known.map((row) => ({ row, set: { uses: row.uses + 1 } })));
  if (added.length > 0) await storedFiles.in(tx).insertMany(added);
  for (const { hash, _id } of added) blobIds.set(hash, _id);
  return files.map((file) => {
    const blobId = blobIds.get(file.hash);
    if (blobId === undefined) throw new Error(`The file ${file.hash} is not held.`);
    return { ...file, blobId };
  });
}

/**
 * Lets go of the files of versions of assets: those that nothing holds any longer free their storage at once, and are
 * deleted by a job.
 */
export async function releaseFiles(
  tx: Tx<AssetCtx>,
  versions: readonly { files: readonly File[] }[],
): Promise<void> {
  await lockStorage(tx);
  const released = new Map<string, number>();
  for (const { files } of versions) {
    for (const hash of new Set(files.map((file) => file.hash))) {
      released.set(hash, (released.get(hash) ?? 0) + 1);
    }
  }
  const rows = await storedFiles.in(tx).find({ hash: { $in: [...released.keys()] } });
  const left = rows.map((row) => ({ row, uses: row.uses - (released.get(row.hash) ?? 0) }));
  const kept = left.filter(({ uses }) => uses > 0);
  await storedFiles.in(tx).updateEach(kept.map(({ row, uses }) => ({ row, set: { uses } })));
  const gone = left.filter(({ uses }) => uses <= 0).map(({ row }) => row);
  if (gone.length === 0) return;
  const ids = gone.map(({ _id }) => _id);
  await storedFiles.in(tx).delete({ _id: { $in: ids } });
  await releaseStorage(tx, sumOf(gone));
  await scheduleDeletion(tx, ids);
}

function sumOf(files: readonly File[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

const MAX_BLOBS_A_JOB = 100;
const deleteBlobs = jobKind(
  'delete-blobs',
  s.object({ blobIds: s.array(s.uuid(), { max: MAX_BLOBS_A_JOB }) }),
);

/** Has blobs deleted once the transaction is committed. */
export async function scheduleDeletion(tx: Tx<AssetCtx>, ids: readonly string[]): Promise<void> {
  const dueAt = tx.clock.now();
  for (const blobIds of chunked(ids, MAX_BLOBS_A_JOB)) {
    await schedule(tx, { kind: deleteBlobs, key: newId(), dueAt, data: { blobIds } });
  }
}

export const blobDeletion = defineJob<AssetCtx, { blobIds: string[] }>({
  kind: deleteBlobs,
  perform: async (ctx, { data }) => {
    for (const blobId of data.blobIds) await ctx.ports.blobs.delete(blobKey(tenantOf(ctx), blobId));
  },
});
