import { type Readable } from 'node:stream';
import { DomainError, ensure } from '@siteninja/core';
import { type AssetCtx } from '../context';
import { blobKey } from '../usage/stored-files';
import { hashOf } from './presign';
import { type PresignedUploadRow, presignedUploads } from './presigned-upload.model';
import { verified } from './verified';

/** What the address of a PUT says. */
interface Address {
  readonly assetId: string;
  readonly token: string;
}

/**
 * Receives an announced file by the address that we gave. The address is used up once the file is whole; a transfer that
 * fails can be tried again.
 * @throws forbidden, too_large, invalid
 */
export async function receiveFile(ctx: AssetCtx, address: Address, source: Readable): Promise<void> {
  const row = await claim(ctx, address);
  const is = (state: PresignedUploadRow['state']) =>
    presignedUploads.in(ctx).updateOne({ _id: row._id, state: 'receiving' }, { $set: { state } });
  try {
    const file = verified(source, row);
    await ctx.ports.blobs.put(blobKey(row.tenantId, row.blobId), file, row.mimeType);
  } catch (error) {
    await is('announced');
    throw error;
  }
  await is('received');
}

async function claim(ctx: AssetCtx, { assetId, token }: Address): Promise<PresignedUploadRow> {
  const tokenHash = hashOf(token);
  const now = ctx.clock.now();
  const row = await presignedUploads
    .in(ctx)
    .findOne({ _id: assetId, tokenHash, state: 'announced', expiresAt: { $gt: now } });
  ensure(row, notOpened);
  const claimed = await presignedUploads
    .in(ctx)
    .updateOne({ _id: assetId, state: 'announced' }, { $set: { state: 'receiving' } });
  ensure(claimed, notOpened);
  return claimed;
}

export function notOpened(): DomainError {
  const message = 'This address takes no file: it is not one of ours, its time is over, or it has been used.';
  return new DomainError('forbidden', 'asset.upload_refused', message);
}
