import { DomainError, ensure, type PaginationQuery, presenter, requireMatch } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { containing } from '@siteninja/mongo';
import { type InferFields } from '@siteninja/schema';
import { type AssetCtx } from '../context';
import { type AssetUse, usedAssetIds, usesOf } from '../references/reference';
import { releaseStorage } from '../usage/storage-usage';
import { type AssetRow, assets, keptBytes } from './asset.model';
import { type Asset, asset, type AssetChange, type AssetFile, type assetFilters } from './asset.schema';
import { fileUrl, folderOf } from './file-names';

const present = presenter(asset);

/** An asset as clients, and the other services, see it. */
export function presentAsset(ctx: AssetCtx, row: AssetRow, usedBy: AssetUse[]): Asset {
  const original = row.files.find(({ name }) => name === 'original');
  if (!original) throw new Error(`The asset ${row._id} has no file.`);
  const variants = row.files.flatMap((file) => presentVariant(ctx, row, file));
  return present({ ...row, url: fileUrl(ctx, row, original), variants, status: 'ready', usedBy });
}

function presentVariant(ctx: AssetCtx, row: AssetRow, file: AssetFile): Asset['variants'] {
  const { name, format, width, height, size } = file;
  if (width === null || height === null || format === 'pdf') return [];
  return [{ name, url: fileUrl(ctx, row, file), format, width, height, size }];
}

export async function listAssets(ctx: AssetCtx, query: PaginationQuery & InferFields<typeof assetFilters>) {
  const { type, folder, search, unused } = query;
  const used = unused === undefined ? undefined : await usedAssetIds(ctx);
  const filter = {
    status: 'ready' as const,
    ...(type === undefined ? {} : { type }),
    ...(folder === undefined ? {} : { folder }),
    ...(search === undefined ? {} : { $or: containing(search, ['filename', 'alt']) }),
    ...(used === undefined ? {} : { _id: unused ? { $nin: used } : { $in: used } }),
  };
  const { rows, pagination } = await assets.in(ctx).paginate(filter, query);
  const uses = await usesOf(
    ctx,
    rows.map(({ _id }) => _id),
  );
  return { items: rows.map((row) => presentAsset(ctx, row, uses.get(row._id) ?? [])), pagination };
}

/** @throws not_found */
export async function getAsset(ctx: AssetCtx, id: string): Promise<Asset> {
  const [row, usedBy] = await Promise.all([getReadyAsset(ctx, id), usesOfOne(ctx, id)]);
  return presentAsset(ctx, row, usedBy);
}

/** Absent fields stay as they are. @throws not_found, precondition_failed */
export function updateAsset(ctx: AssetCtx, id: string, change: AssetChange): Promise<Asset> {
  return transaction(ctx, async (tx) => {
    const usedBy = await usesOfOne(tx, id);
    const before = presentAsset(tx, await getReadyAsset(tx, id), usedBy);
    requireMatch(tx, () => before);
    const after = presentAsset(tx, await assets.in(tx).update(id, change), usedBy);
    tx.recordChange('asset.updated', before, after);
    return after;
  });
}

/**
 * Deletes the asset and its files. One that is in use is deleted only with `force`; pages then show nothing in
 * its place.
 * @throws not_found, conflict `asset.in_use` with `usedBy`, precondition_failed
 */
export function deleteAsset(
  ctx: AssetCtx,
  id: string,
  { force = false }: { force?: boolean },
): Promise<void> {
  return transaction(ctx, async (tx) => {
    const row = await getReadyAsset(tx, id);
    const usedBy = await usesOfOne(tx, id);
    const before = presentAsset(tx, row, usedBy);
    requireMatch(tx, () => before);
    ensure(force || usedBy.length === 0, () => inUse(usedBy));
    const deleting = await assets.in(tx).update(id, { status: 'deleting' });
    await releaseStorage(tx, keptBytes(row), 'usedBytes');
    tx.recordChange('asset.deleted', before, null);
    // The sweeper removes the files if this fails.
    tx.afterCommit(() => removeFiles(ctx, deleting));
  });
}

function inUse(usedBy: AssetUse[]): DomainError {
  const message = 'This asset is in use. Delete it all the same with ?force=true.';
  return new DomainError('conflict', 'asset.in_use', message, {
    details: [{ field: 'usedBy', message, usedBy }],
  });
}

/** Ends a deletion: removes the files of a `deleting` asset, then its row. */
export async function removeFiles(ctx: AssetCtx, row: AssetRow): Promise<void> {
  await ctx.ports.blobs.delete(folderOf(row));
  await assets.in(ctx).delete({ _id: row._id, status: 'deleting' });
}

async function usesOfOne(ctx: AssetCtx, id: string): Promise<AssetUse[]> {
  return (await usesOf(ctx, [id])).get(id) ?? [];
}

function getReadyAsset(ctx: AssetCtx, id: string): Promise<AssetRow> {
  return assets.in(ctx).get(id, { status: 'ready' });
}
