import { ensure, notFound, type PaginationQuery, presenter, requireMatch } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { type AssetCtx } from '../context';
import { holdFiles } from '../usage/stored-files';
import { getReadyAsset, presentAsset, presentContent, usesOfOne } from './asset';
import { type Asset, assetVersion } from './asset.schema';
import { insertVersion } from './keep-file';
import { contentOf, present } from './replace';
import { assetVersions, type VersionRow } from './version.model';

const presentRow = presenter(assetVersion);

/** The files that an asset has had, the present one included. @throws not_found */
export async function listVersions(ctx: AssetCtx, assetId: string, query: PaginationQuery) {
  const { version: current } = await getReadyAsset(ctx, assetId);
  const { rows, pagination } = await assetVersions.in(ctx).paginate({ assetId, status: 'ready' }, query);
  const items = rows.map((row) =>
    presentRow({ ...row, ...presentContent(ctx, row), isCurrent: row.number === current }),
  );
  return { items, pagination };
}

/**
 * Makes the file of an earlier version the asset's present one, as a new version. One that has the present file already
 * changes nothing.
 * @throws not_found, precondition_failed
 */
export function restoreVersion(ctx: AssetCtx, assetId: string, number: string): Promise<Asset> {
  return transaction(ctx, async (tx) => {
    const row = await getReadyAsset(tx, assetId);
    const found = await findVersion(tx, assetId, number);
    if (found.checksum === row.checksum) {
      const asset = presentAsset(tx, row, await usesOfOne(tx, assetId));
      requireMatch(tx, () => asset);
      return asset;
    }
    const content = { ...contentOf(found), files: await holdFiles(tx, found.files) };
    const restored = await present(tx, assetId, content);
    await insertVersion(tx, assetId, content, { number: restored.number, status: 'ready' });
    return restored.asset;
  });
}

async function findVersion(ctx: AssetCtx, assetId: string, number: string): Promise<VersionRow> {
  const isNumber = /^[1-9][0-9]{0,8}$/.test(number);
  const found = isNumber
    ? await assetVersions.in(ctx).findOne({ assetId, status: 'ready', number: Number(number) })
    : null;
  ensure(found, () => notFound('version'));
  return found;
}
