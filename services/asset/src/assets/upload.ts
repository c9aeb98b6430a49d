import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { type Readable } from 'node:stream';
import { DomainError, ensure, invalid, unavailable, userOf } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { type ReceivedFile } from '@siteninja/http';
import { type InferFields } from '@siteninja/schema';
import { type AssetCtx } from '../context';
import { blobKey, contentTypeOf, folderOf } from './file-names';
import {
  assertStorageLeft,
  openStorage,
  releaseStorage,
  reserveStorage,
  settleStorage,
} from '../usage/storage-usage';
import { presentAsset } from './asset';
import { type AssetRow, assets, keptBytes } from './asset.model';
import { type AssetFile, type MediaType, type uploadFields } from './asset.schema';
import { HEAD_BYTES, mediaTypeOf } from './media-type';
import { encodePicture, inspectPicture } from './picture';
import { cleanSvg } from './svg';

export const MAX_FILE_BYTES = 25 * 1024 * 1024;

export function fileTooLarge(): DomainError {
  const message = `A file may have ${MAX_FILE_BYTES / 1024 / 1024} MB.`;
  return new DomainError('too_large', 'asset.too_large', message, { details: [{ field: 'file', message }] });
}

type NewAsset = InferFields<typeof uploadFields> & { file: ReceivedFile };

/** A file to be stored, and its bytes. */
interface EncodedFile {
  file: AssetFile;
  content: () => Buffer | Readable;
}

/** What an upload turned out to be. */
interface Inspected {
  mediaType: MediaType;
  width: number | null;
  height: number | null;
  /** That encoding has to decode. */
  pixels: number;
  /** The part that takes seconds. */
  encode(): Promise<EncodedFile[]>;
}

/**
 * Inspects an upload, encodes and stores its files, and then makes the asset `ready`. Until then its `pending` row
 * reserves the storage. A failure removes row, files and reservation; the sweeper removes what a crash leaves. The
 * plan counts every file that is kept, which is known once they are encoded.
 * @throws unsupported_media_type, invalid, too_large, payment_required `plan.limit_reached`, unavailable
 */
export async function uploadAsset(ctx: AssetCtx, input: NewAsset) {
  const inspected = await inspect(input.file);
  await openStorage(ctx);
  await assertStorageLeft(ctx);
  const work = async () => keep(ctx, input, inspected, await inspected.encode());
  return inspected.pixels === 0 ? work() : ctx.ports.decoding.run(work, inspected.pixels);
}

async function keep(ctx: AssetCtx, input: NewAsset, inspected: Inspected, encoded: EncodedFile[]) {
  const row = await reserve(ctx, input, inspected, encoded);
  try {
    await store(ctx, row, encoded);
    return await finish(ctx, row);
  } catch (error) {
    await abandonUpload(ctx, row).catch((cause: unknown) => {
      ctx.log.warn('an upload is left to the sweeper', { assetId: row._id, cause });
    });
    throw error;
  }
}

async function inspect(file: ReceivedFile): Promise<Inspected> {
  ensure(file.size > 0, () => invalid([{ field: 'file', message: 'The file is empty.' }]));
  const mediaType = mediaTypeOf(await headOf(file.path), file);
  if (mediaType === 'image/svg+xml') {
    const { text, width, height } = cleanSvg(await readFile(file.path));
    const encode = async () => [encodedFile('svg', Buffer.from(text), width, height)];
    return { mediaType, width, height, pixels: 0, encode };
  }
  if (mediaType === 'application/pdf') {
    return {
      mediaType,
      width: null,
      height: null,
      pixels: 0,
      encode: async () => [await documentFile(file)],
    };
  }
  const picture = await inspectPicture(file.path, mediaType);
  const { width, height, pixels } = picture;
  const encode = async (): Promise<EncodedFile[]> => {
    const variants = await encodePicture(picture);
    return variants.map(({ name, format, width, height, bytes }) =>
      encodedFile(format, bytes, width, height, name),
    );
  };
  return { mediaType, width, height, pixels, encode };
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function encodedFile(
  format: AssetFile['format'],
  bytes: Buffer,
  width: number,
  height: number,
  name: AssetFile['name'] = 'original',
): EncodedFile {
  const hash = createHash('sha256').update(bytes).digest('hex');
  return { file: { name, format, width, height, size: bytes.length, hash }, content: () => bytes };
}

/** Stored as it was sent: a document is only ever delivered as an attachment. */
async function documentFile({ path, size }: ReceivedFile): Promise<EncodedFile> {
  const hash = await checksumOf(path);
  const file = { name: 'original', format: 'pdf', width: null, height: null, size, hash } as const;
  return { file, content: () => createReadStream(path) };
}

async function checksumOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

async function reserve(
  ctx: AssetCtx,
  input: NewAsset,
  inspected: Inspected,
  encoded: EncodedFile[],
): Promise<AssetRow> {
  const { file, alt = null, folder = null } = input;
  const { mediaType, width, height } = inspected;
  const checksum = await checksumOf(file.path);
  const files = encoded.map((each) => each.file);
  return transaction(ctx, async (tx) => {
    await reserveStorage(tx, keptBytes({ files }));
    return assets.in(tx).insert({
      filename: file.filename,
      mimeType: mediaType,
      size: file.size,
      checksum,
      type: mediaType === 'application/pdf' ? 'document' : 'image',
      ...{ width, height, alt },
      folder: folder === '' ? null : folder,
      focalPoint: null,
      files,
      status: 'pending',
      createdBy: userOf(ctx),
    });
  });
}

async function store(ctx: AssetCtx, row: AssetRow, encoded: EncodedFile[]): Promise<void> {
  for (const { file, content } of encoded) {
    await ctx.ports.blobs.put(blobKey(row, file), content(), contentTypeOf(file));
  }
}

function finish(ctx: AssetCtx, { _id }: AssetRow) {
  return transaction(ctx, async (tx) => {
    const row = await assets.in(tx).updateOne({ _id, status: 'pending' }, { $set: { status: 'ready' } });
    ensure(row, () => unavailable('asset.too_late', 'The upload took too long. Try again.'));
    await settleStorage(tx, keptBytes(row));
    const after = presentAsset(tx, row, []);
    tx.recordChange('asset.uploaded', null, after);
    return after;
  });
}

/** Removes a pending upload: its files first, so that files never outlive their row. */
export async function abandonUpload(ctx: AssetCtx, row: AssetRow): Promise<void> {
  await ctx.ports.blobs.delete(folderOf(row));
  await transaction(ctx, async (tx) => {
    const gone = await assets.in(tx).delete({ _id: row._id, status: 'pending' });
    if (gone > 0) await releaseStorage(tx, keptBytes(row), 'reservedBytes');
  });
}
