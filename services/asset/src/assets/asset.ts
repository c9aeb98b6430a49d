import { DomainError, ensure, notFound, type PaginationQuery, requireMatch } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { containing } from '@siteninja/mongo';
import { type AssetCtx } from '../context';
import { fileUrl, folderOf } from './file-names';
import { usedAssetIds, type Use, usesOf } from '../references/reference';
import { releaseStorage } from '../usage/storage-usage';
import { type Asset, type AssetFile, type AssetRow, assets, type AssetType } from './asset.model';

export interface AssetFilters {
  type?: AssetType;
  folder?: string;
  search?: string;
  unused?: boolean;
}

/** An asset as clients, and the other services, see it. */
export function presentAsset(ctx: AssetCtx, row: AssetRow, usedBy: Use[]) {
  return {
    id: row._id,
    tenantId: row.tenantId,
    filename: row.filename,
    mimeType: row.mimeType,
    size: row.size,
    checksum: row.checksum,
    type: row.type,
    width: row.width,
    height: row.height,
    alt: row.alt,
    folder: row.folder,
    focalPoint: row.focalPoint,
    url: urlOf(ctx, row),
    variants: row.files.flatMap((file) => presentVariant(ctx, row, file)),
    status: 'ready' as const,
    usedBy,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

function urlOf(ctx: AssetCtx, row: AssetRow): string {
  const original = row.files.find(({ name }) => name === 'original');
  if (!original) throw new Error(`The asset ${row._id} has no file.`);
  return fileUrl(ctx, row, original);
}

function presentVariant(ctx: AssetCtx, row: AssetRow, file: AssetFile) {
  const { name, format, width, height, size } = file;
  if (width === null || height === null || format === 'pdf') return [];
  return [{ name, url: fileUrl(ctx, row, file), format, width, height, size }];
}

export async function listAssets(ctx: AssetCtx, query: PaginationQuery & AssetFilters) {
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
export async function getAsset(ctx: AssetCtx, id: string) {
  const row = await existingAsset(ctx, id);
  return presentAsset(ctx, row, await usesOfOne(ctx, id));
}

/** Absent fields stay as they are. @throws not_found, precondition_failed */
export function updateAsset(
  ctx: AssetCtx,
  id: string,
  change: Partial<Pick<Asset, 'alt' | 'folder' | 'focalPoint'>>,
) {
  return transaction(ctx, async (tx) => {
    const usedBy = await usesOfOne(tx, id);
    const before = presentAsset(tx, await existingAsset(tx, id), usedBy);
    requireMatch(tx, () => before);
    const row = await assets.in(tx).updateOne({ _id: id, status: 'ready' }, { $set: change });
    ensure(row, () => notFound('asset'));
    const after = presentAsset(tx, row, usedBy);
    tx.record({
      type: 'asset.updated',
      resource: { type: 'asset', id, version: row.revision },
      data: after,
      change: { before, after },
    });
    return after;
  });
}

/**
 * Deletes the asset and its files. One that is in use is only deleted with `force`; whatever uses it shows
 * nothing in its place.
 * @throws not_found, conflict `asset.in_use` with `usedBy`, precondition_failed
 */
export function deleteAsset(
  ctx: AssetCtx,
  id: string,
  { force = false }: { force?: boolean },
): Promise<void> {
  return transaction(ctx, async (tx) => {
    const row = await existingAsset(tx, id);
    const usedBy = await usesOfOne(tx, id);
    const before = presentAsset(tx, row, usedBy);
    requireMatch(tx, () => before);
    ensure(force || usedBy.length === 0, () => inUse(usedBy));
    const gone = await assets
      .in(tx)
      .updateOne({ _id: id, status: 'ready' }, { $set: { status: 'deleting' } });
    ensure(gone, () => notFound('asset'));
    await releaseStorage(tx, row.size, 'usedBytes');
    tx.record({
      type: 'asset.deleted',
      resource: { type: 'asset', id, version: gone.revision },
      data: before,
      change: { before, after: null },
    });
    // Should it come to nothing, the sweeper does it.
    tx.afterCommit(() => removeFiles(ctx, gone));
  });
}

function inUse(usedBy: Use[]): DomainError {
  const message = 'This asset is in use. Delete it all the same with ?force=true.';
  return new DomainError('conflict', 'asset.in_use', message, {
    details: [{ field: 'usedBy', message, usedBy }],
  });
}

/** The last of an asset that is `deleting`. */
export async function removeFiles(ctx: AssetCtx, row: AssetRow): Promise<void> {
  await ctx.ports.blobs.delete(folderOf(row));
  await assets.in(ctx).delete({ _id: row._id, status: 'deleting' });
}

async function usesOfOne(ctx: AssetCtx, id: string): Promise<Use[]> {
  return (await usesOf(ctx, [id])).get(id) ?? [];
}

async function existingAsset(ctx: AssetCtx, id: string): Promise<AssetRow> {
  const row = await assets.in(ctx).findOne({ _id: id, status: 'ready' });
  ensure(row, () => notFound('asset'));
  return row;
}
