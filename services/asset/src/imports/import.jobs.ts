import { transaction, type Tx } from '@siteninja/events';
import { defineJob, jobKind, schedule } from '@siteninja/jobs';
import { s } from '@siteninja/schema';
import { presentAsset } from '../assets/asset';
import { assets } from '../assets/asset.model';
import { assetVersions, type VersionRow } from '../assets/version.model';
import { type AssetCtx } from '../context';
import { releaseFiles } from '../usage/stored-files';

/** Assets that one transaction shows or deletes. */
const BATCH_SIZE = 50;

const publication = s.object({ importId: s.uuid(), causedBy: s.uuid() });
const publishKind = jobKind('publish-import', publication);
const dropKind = jobKind('drop-import', s.object({ importId: s.uuid() }));

/** @param causedBy the event that tells of the import */
export function schedulePublication(tx: Tx<AssetCtx>, importId: string, causedBy: string): Promise<void> {
  const dueAt = tx.clock.now();
  return schedule(tx, { kind: publishKind, key: importId, dueAt, data: { importId, causedBy } });
}

/** Has the assets of an import deleted that has not been committed for certain. */
export function dropImport(ctx: AssetCtx, importId: string): Promise<void> {
  return transaction(ctx, (tx) =>
    schedule(tx, { kind: dropKind, key: importId, dueAt: tx.clock.now(), data: { importId } }),
  );
}

/** Shows the assets of an import that has been committed. */
export const importPublication = defineJob<AssetCtx, { importId: string; causedBy: string }>({
  kind: publishKind,
  perform: (ctx, { data: { importId, causedBy } }) =>
    batchByBatch(ctx, importId, async (tx, versions) => {
      const set = { status: 'ready' as const };
      await assetVersions.in(tx).updateEach(versions.map((row) => ({ row, set })));
      const ids = versions.map(({ assetId }) => assetId);
      const rows = await assets.in(tx).find({ _id: { $in: ids }, status: 'pending' }, { sort: { _id: 1 } });
      for (const row of await assets.in(tx).updateEach(rows.map((each) => ({ row: each, set })))) {
        tx.recordChange('asset.uploaded', null, presentAsset(tx, row, []), { causedBy });
      }
    }),
});

/** Deletes the assets of an import that has failed, and frees their storage. */
export const importDrop = defineJob<AssetCtx, { importId: string }>({
  kind: dropKind,
  perform: (ctx, { data: { importId } }) =>
    batchByBatch(ctx, importId, async (tx, versions) => {
      await assetVersions.in(tx).delete({ _id: { $in: versions.map(({ _id }) => _id) } });
      const ids = versions.map(({ assetId }) => assetId);
      await assets.in(tx).delete({ _id: { $in: ids }, status: 'pending' });
      await releaseFiles(tx, versions);
    }),
});

/** Each batch is a transaction of its own: what a run leaves undone the next one does. */
async function batchByBatch(
  ctx: AssetCtx,
  importId: string,
  work: (tx: Tx<AssetCtx>, versions: VersionRow[]) => Promise<void>,
): Promise<void> {
  for (let isLast = false; !isLast;) {
    isLast = await transaction(ctx, async (tx) => {
      const waiting = { importId, status: 'stored' } as const;
      const versions = await assetVersions.in(tx).find(waiting, { sort: { _id: 1 }, limit: BATCH_SIZE });
      if (versions.length > 0) await work(tx, versions);
      return versions.length < BATCH_SIZE;
    });
  }
}
