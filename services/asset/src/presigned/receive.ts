import { type Readable } from 'node:stream';
import { DomainError, ensure, newId } from '@siteninja/core';
import { bytesOf } from '@siteninja/http';
import { type AssetCtx } from '../context';
import { isTenantDeleted } from '../files/tenant-state.projection';
import { hashOf, sentKey } from './presign';
import { type PresignedUploadRow, presignedUploads } from './presigned-upload.model';
import { verified } from './verified';

/** What the address of a PUT says. */
interface Address {
  readonly assetId: string;
  readonly token: string;
}

/**
 * Receives an announced file by the address that we gave. The first whole file uses the address up. Every attempt is
 * kept apart, so that one whose connection or process has died holds up no other.
 * @throws forbidden, too_large, invalid
 */
export async function receiveFile(ctx: AssetCtx, address: Address, source: Readable): Promise<void> {
  const row = await findAnnounced(ctx, address);
  const attempt = newId();
  const key = sentKey(row, attempt);
  try {
    await ctx.ports.blobs.put(key, verified(bytesOf(source), row), row.mimeType);
    const isFirst = { _id: row._id, receivedAs: null };
    ensure(await presignedUploads.in(ctx).updateOne(isFirst, { $set: { receivedAs: attempt } }), notOpened);
  } catch (error) {
    await ctx.ports.blobs.delete(key);
    throw error;
  }
}

/** @throws forbidden, also while the tenant is deleted */
async function findAnnounced(ctx: AssetCtx, { assetId, token }: Address): Promise<PresignedUploadRow> {
  const [row, isDeleted] = await Promise.all([
    presignedUploads.in(ctx).findOne({
      _id: assetId,
      tokenHash: hashOf(token),
      receivedAs: null,
      expiresAt: { $gt: ctx.clock.now() },
    }),
    isTenantDeleted(ctx),
  ]);
  ensure(row && !isDeleted, notOpened);
  return row;
}

export function notOpened(): DomainError {
  const message = 'This address takes no file: it is not one of ours, its time is over, or it has been used.';
  return new DomainError('forbidden', 'asset.upload_refused', message);
}
