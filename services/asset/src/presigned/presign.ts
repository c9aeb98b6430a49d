import { createHash, randomBytes } from 'node:crypto';
import { newId, publicOrigin, tenantOf, userOf } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { cancel, defineJob, jobKind, schedule } from '@siteninja/jobs';
import { s } from '@siteninja/schema';
import { assertSizeAllowed } from '../assets/received';
import { type AssetCtx } from '../context';
import { cancelReservation, openStorage, reserveStorage } from '../usage/storage-usage';
import { blobKey, scheduleDeletion } from '../usage/stored-files';
import { type PresignedUploadRow, presignedUploads } from './presigned-upload.model';
import { type NewPresignedUpload, type PresignedUpload } from './presigned.schema';

const URL_LIFE_SECONDS = 60 * 60;
/** An upload that begins at the last moment is still received, and can be completed. */
const LAPSES_AFTER_MS = (URL_LIFE_SECONDS + 15 * 60) * 1000;

const lapseUpload = jobKind('lapse-upload', s.object({}));

/**
 * Announces a file that is sent directly to where files are kept, and reserves its size of the tenant's storage until it
 * is completed or its time is over.
 * @throws too_large, payment_required `plan.limit_reached`
 */
export async function presignUpload(ctx: AssetCtx, input: NewPresignedUpload): Promise<PresignedUpload> {
  assertSizeAllowed(input);
  await openStorage(ctx);
  const [id, blobId] = [newId(), newId()];
  const address = await addressOf(ctx, id, blobId, input);
  const now = ctx.clock.now().getTime();
  const row = await transaction(ctx, async (tx) => {
    await reserveStorage(tx, input.size);
    await schedule(tx, { kind: lapseUpload, key: id, dueAt: new Date(now + LAPSES_AFTER_MS), data: {} });
    return presignedUploads.in(tx).insert({
      _id: id,
      ...input,
      checksum: input.checksum ?? null,
      blobId,
      tokenHash: address.tokenHash,
      expiresAt: new Date(now + URL_LIFE_SECONDS * 1000),
      receivedAs: null,
      createdBy: userOf(tx),
    });
  });
  return { assetId: id, upload: address.upload, expiresAt: row.expiresAt.toISOString() };
}

/** The store's own address where it signs some, else one of ours that a token opens. */
async function addressOf(ctx: AssetCtx, id: string, blobId: string, { mimeType, size }: NewPresignedUpload) {
  const signed = await ctx.ports.blobs.presignPut(blobKey(tenantOf(ctx), blobId), {
    contentType: mimeType,
    size,
    seconds: URL_LIFE_SECONDS,
  });
  if (signed) return { tokenHash: null, upload: { ...signed, method: 'PUT' as const } };
  const token = randomBytes(32).toString('base64url');
  const origin = publicOrigin(ctx.config, ctx.config.BASE_DOMAIN);
  const url = `${origin}/assets/${tenantOf(ctx)}/${id}/upload?token=${token}`;
  const headers = { 'Content-Type': mimeType };
  return { tokenHash: hashOf(token), upload: { url, method: 'PUT' as const, headers } };
}

/** Where what was sent lies. Attempts to send it lie below that, each for itself. */
export function sentKey({ tenantId, blobId }: PresignedUploadRow, attempt: string | null): string {
  const key = blobKey(tenantId, blobId);
  return attempt === null ? key : `${key}/${attempt}`;
}

export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Ends an announced upload, completed or not: frees what was reserved, and deletes what was sent. */
export async function endUpload(tx: Tx<AssetCtx>, row: PresignedUploadRow): Promise<boolean> {
  if ((await presignedUploads.in(tx).delete({ _id: row._id })) === 0) return false;
  await cancel(tx, lapseUpload, row._id);
  await cancelReservation(tx, row.size);
  await scheduleDeletion(tx, [row.blobId]);
  return true;
}

export const uploadLapse = defineJob<AssetCtx, object>({
  kind: lapseUpload,
  handle: async (tx, { key }) => {
    const row = await presignedUploads.in(tx).findOne({ _id: key });
    if (row) await endUpload(tx, row);
  },
});
