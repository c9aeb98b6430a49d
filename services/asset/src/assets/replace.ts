import { ensure, presenter, requireMatch } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { type ReceivedFile } from '@siteninja/http';
import { s } from '@siteninja/schema';
import { type AssetCtx } from '../context';
import { getReadyAsset, presentAsset, usesOfOne } from './asset';
import { type AssetRow, assets } from './asset.model';
import { type Asset } from './asset.schema';
import { checksumOf, inspect } from './inspect';
import { type Content, keepFile } from './keep-file';
import { refused } from './media-type';
import { typeOf } from './upload';
import { assetVersions, contentFields, type VersionRow } from './version.model';

/** Of a row, what a version of its asset is made of. */
export const contentOf: (row: AssetRow | VersionRow) => Content = presenter(s.object(contentFields));

/**
 * Puts another file of the same type in the asset's place, under the same id. What showed the asset shows the new file;
 * releases of a site keep the file that they were made with. The file that the asset has already changes nothing.
 * @throws not_found, precondition_failed, unsupported_media_type, invalid, payment_required, unavailable
 */
export async function replaceAsset(ctx: AssetCtx, id: string, file: ReceivedFile): Promise<Asset> {
  const row = await getReadyAsset(ctx, id);
  const before = presentAsset(ctx, row, await usesOfOne(ctx, id));
  requireMatch(ctx, () => before);
  const inspected = await inspect(file);
  const type = typeOf(inspected.mediaType);
  ensure(type === row.type, () =>
    refused('asset.type_mismatch', `This file is of type ${type}, and can replace no ${row.type}.`),
  );
  if ((await checksumOf(file.path)) === row.checksum) return before;
  return keepFile(ctx, file, inspected, {
    reserve: () => Promise.resolve(id),
    publish: async (tx, version) => {
      const after = await present(tx, id, contentOf(version));
      await assetVersions.in(tx).update(version._id, { number: after.number });
      return after.asset;
    },
  });
}

/**
 * Makes this content the asset's present one, under the next number.
 * @throws not_found, precondition_failed
 */
export async function present(
  tx: Tx<AssetCtx>,
  id: string,
  content: Content,
): Promise<{ asset: Asset; number: number }> {
  const row = await getReadyAsset(tx, id);
  const usedBy = await usesOfOne(tx, id);
  const before = presentAsset(tx, row, usedBy);
  requireMatch(tx, () => before);
  const number = row.version + 1;
  const asset = presentAsset(tx, await assets.in(tx).update(id, { ...content, version: number }), usedBy);
  tx.recordChange('asset.replaced', before, asset);
  return { asset, number };
}
