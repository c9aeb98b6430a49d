import { conflict, ensure, userOf } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { type ReceivedFile } from '@siteninja/http';
import { type InferFields } from '@siteninja/schema';
import { type AssetCtx } from '../context';
import { presentAsset } from './asset';
import { type AssetRow, assets } from './asset.model';
import { type Asset, type MediaType, type uploadFields } from './asset.schema';
import { inspect } from './inspect';
import { type Content, keepFile } from './keep-file';
import { assetVersions } from './version.model';

type NewAsset = InferFields<typeof uploadFields> & { file: ReceivedFile };

/** A file that has been announced before. */
interface Announced {
  /** That the asset gets. */
  id: string;
  /** False where the file has become an asset meanwhile. */
  claim(tx: Tx<AssetCtx>): Promise<boolean>;
}

/**
 * Makes an asset of a file.
 * @throws conflict where an announced file has become one meanwhile, unsupported_media_type, invalid, too_large, payment_required `plan.limit_reached`, unavailable
 */
export async function uploadAsset(ctx: AssetCtx, input: NewAsset, announced?: Announced): Promise<Asset> {
  const { file, alt = null, folder = null } = input;
  const inspected = await inspect(file);
  return keepFile(ctx, file, inspected, {
    ...(announced ? { claim: (tx) => claim(tx, announced) } : {}),
    reserve: (tx, content) =>
      insertPending(tx, content, { id: announced?.id, alt, folder: folder === '' ? null : folder }),
    publish: async (tx, { _id, assetId }) => {
      await assetVersions.in(tx).update(_id, { number: 1 });
      const after = presentAsset(tx, await assets.in(tx).update(assetId, { status: 'ready' }), []);
      tx.recordChange('asset.uploaded', null, after);
      return after;
    },
  });
}

/** An asset that nobody sees yet. @returns its id */
export async function insertPending(
  tx: Tx<AssetCtx>,
  content: Content,
  { id, alt, folder }: { id?: string | undefined } & Pick<AssetRow, 'alt' | 'folder'>,
): Promise<string> {
  const row = await assets.in(tx).insert({
    ...(id === undefined ? {} : { _id: id }),
    ...content,
    type: typeOf(content.mimeType),
    alt,
    folder,
    focalPoint: null,
    version: 1,
    status: 'pending',
    createdBy: userOf(tx),
  });
  return row._id;
}

async function claim(tx: Tx<AssetCtx>, announced: Announced): Promise<void> {
  const isClaimed = await announced.claim(tx);
  ensure(isClaimed, () => conflict('asset.completed', 'assetId', 'This upload has been completed.'));
}

export function typeOf(mediaType: MediaType): Asset['type'] {
  if (mediaType === 'application/pdf') return 'document';
  return mediaType === 'video/mp4' ? 'video' : 'image';
}
