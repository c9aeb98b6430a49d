import { DomainError, ensure, type PaginationQuery, presenter, requireMatch } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { containing } from '@siteninja/mongo';
import { type InferFields } from '@siteninja/schema';
import { type AssetCtx } from '../context';
import { type AssetUse, usedAssetIds, usesOf } from '../references/reference';
import { releaseFiles } from '../usage/stored-files';
import { type AssetRow, assets } from './asset.model';
import { type Asset, asset, type AssetChange, type AssetFile, type assetFilters } from './asset.schema';
import { fileUrl } from './file-names';
import { assetVersions, type VersionRow } from './version.model';

const present = presenter(asset);

/** An asset as clients, and the other services, see it. */
export function presentAsset(ctx: AssetCtx, row: AssetRow, usedBy: AssetUse[]): Asset {
  const { _id: assetId, tenantId, files } = row;
  return present({ ...row, ...presentContent(ctx, { assetId, tenantId, files }), status: 'ready', usedBy });
}

/** Where the files of an asset, or of a version of it, are. */
export function presentContent(
  ctx: AssetCtx,
  { assetId, tenantId, files }: Pick<VersionRow, 'assetId' | 'tenantId' | 'files'>,
): Pick<Asset, 'url' | 'variants'> {
  const urlOf = (file: AssetFile) => fileUrl(ctx, { tenantId, assetId }, file);
  const variants = files.flatMap((file): Asset['variants'] => {
    const { name, format, width, height, size } = file;
    if (width === null || height === null || format === 'pdf' || format === 'mp4') return [];
    return [{ name, url: urlOf(file), format, width, height, size }];
  });
  return { url: urlOf(originalOf({ assetId, files })), variants };
}

/** The file that the others are made of. */
export function originalOf({ assetId, files }: Pick<VersionRow, 'assetId' | 'files'>): AssetFile {
  const original = files.find(({ name }) => name === 'original');
  if (!original) throw new Error(`The asset ${assetId} has no file.`);
  return original;
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

/** Null where there is none. */
export async function findAsset(ctx: AssetCtx, id: string): Promise<Asset | null> {
  const row = await assets.in(ctx).findOne({ _id: id, status: 'ready' });
  return row && presentAsset(ctx, row, await usesOfOne(ctx, id));
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
 * Deletes the asset with all its versions and their files. One that is in use is deleted only with `force`; pages then show nothing in
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
    await assets.in(tx).delete({ _id: id });
    await releaseFiles(tx, await assetVersions.in(tx).find({ assetId: id }, { select: { files: 1 } }));
    await assetVersions.in(tx).delete({ assetId: id });
    tx.recordChange('asset.deleted', before, null);
  });
}

function inUse(usedBy: AssetUse[]): DomainError {
  const message = 'This asset is in use. Delete it all the same with ?force=true.';
  return new DomainError('conflict', 'asset.in_use', message, {
    details: [{ field: 'usedBy', message, usedBy }],
  });
}

export async function usesOfOne(ctx: AssetCtx, id: string): Promise<AssetUse[]> {
  return (await usesOf(ctx, [id])).get(id) ?? [];
}

/** @throws not_found */
export function getReadyAsset(ctx: AssetCtx, id: string): Promise<AssetRow> {
  return assets.in(ctx).get(id, { status: 'ready' });
}
