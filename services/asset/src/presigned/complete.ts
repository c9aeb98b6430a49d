import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { conflict, DomainError, ensure, newId, notFound } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { type ReceivedFile } from '@siteninja/http';
import { findAsset } from '../assets/asset';
import { type Asset } from '../assets/asset.schema';
import { uploadAsset } from '../assets/upload';
import { type AssetCtx } from '../context';
import { endUpload, sentKey } from './presign';
import { type PresignedUploadRow, presignedUploads } from './presigned-upload.model';
import { verified } from './verified';

/** Refusals that sending the same file again would not change. */
const FINAL = new Set(['unsupported_media_type', 'invalid', 'too_large']);

/**
 * Makes an asset of an announced file that has been sent, by the same checks as of any upload. One that is completed
 * already is answered as it is. A file that is refused is gone, with its announcement.
 * @throws not_found, conflict `asset.not_sent`, and whatever `uploadAsset` throws
 */
export async function completeUpload(ctx: AssetCtx, id: string): Promise<Asset> {
  const row = await presignedUploads.in(ctx).findOne({ _id: id });
  if (!row) {
    const known = await findAsset(ctx, id);
    ensure(known, () => notFound('asset'));
    return known;
  }
  const path = join(ctx.config.UPLOAD_FOLDER, newId());
  try {
    const file = await fetchFile(ctx, row, path);
    return await uploadAsset(ctx, { file }, { id, claim: (tx) => endUpload(tx, row) });
  } catch (error) {
    if (error instanceof DomainError && FINAL.has(error.kind)) {
      await transaction(ctx, (tx) => endUpload(tx, row));
    }
    throw error;
  } finally {
    await rm(path, { force: true });
  }
}

async function fetchFile(ctx: AssetCtx, row: PresignedUploadRow, path: string): Promise<ReceivedFile> {
  const { filename, mimeType: contentType, size, receivedAs } = row;
  const isWhole = row.tokenHash === null || receivedAs !== null;
  const stored = isWhole ? await ctx.ports.blobs.get(sentKey(row, receivedAs)) : null;
  ensure(stored, () => conflict('asset.not_sent', 'file', 'The file has not been sent yet.'));
  await mkdir(ctx.config.UPLOAD_FOLDER, { recursive: true });
  const kept = await open(path, 'wx');
  await pipeline(verified(stored, row), kept.createWriteStream());
  return { path, filename, contentType, size };
}
