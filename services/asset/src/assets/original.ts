import { type AnswerOf, type calls } from '@siteninja/contracts';
import { MAX_PAGE_SIZE } from '@siteninja/core';
import { type StoredFile } from '@siteninja/http';
import { type AssetCtx } from '../context';
import { blobKey } from '../usage/stored-files';
import { getReadyAsset, originalOf } from './asset';
import { assets } from './asset.model';
import { contentTypeOf, extensionOf } from './file-names';

/** The assets with what is told of their originals, newest first. @throws invalid for a cursor that is none of ours */
export async function listOriginals(
  ctx: AssetCtx,
  cursor: string | undefined,
): Promise<AnswerOf<typeof calls.listAssetOriginals>> {
  const place = { limit: MAX_PAGE_SIZE, ...(cursor === undefined ? {} : { cursor }) };
  const { rows, pagination } = await assets.in(ctx).paginateByCursor({ status: 'ready' }, place, 'createdAt');
  const items = rows.map(({ _id: id, filename, mimeType, alt, folder, focalPoint, files }) => {
    const file = originalOf({ assetId: id, files });
    const original = { extension: extensionOf(file), size: file.size };
    return { id, filename, mimeType, alt, folder, focalPoint, original };
  });
  return { items, nextCursor: pagination.nextCursor };
}

/** @throws not_found */
export async function findOriginal(ctx: AssetCtx, id: string): Promise<StoredFile> {
  const { tenantId, files } = await getReadyAsset(ctx, id);
  const file = originalOf({ assetId: id, files });
  return {
    size: file.size,
    etag: `"${file.hash}"`,
    headers: { 'Content-Type': contentTypeOf(file) },
    open: () => ctx.ports.blobs.get(blobKey(tenantId, file.blobId)),
  };
}
