import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { type Readable } from 'node:stream';
import { ensure, invalid, unavailable, userOf } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { type AssetCtx } from '../context';
import { blobKey, contentTypeOf, folderOf } from './file-names';
import { openStorage, releaseStorage, reserveStorage, settleStorage } from '../usage/storage-usage';
import { presentAsset } from './asset';
import { type AssetFile, type AssetRow, assets } from './asset.model';
import { HEAD_LENGTH, type MediaType, mediaTypeOf } from './media-type';
import { encodePicture, inspectPicture } from './picture';
import { cleanSvg } from './svg';

/** A file that has been received, and lies aside until its request is answered. */
export interface ReceivedFile {
  path: string;
  filename: string;
  /** What the client says that it is. */
  contentType: string;
  size: number;
}

export interface NewAsset {
  file: ReceivedFile;
  alt?: string | null;
  folder?: string | null;
}

/** A file to be stored, and its bytes. */
interface Made {
  file: AssetFile;
  content: () => Buffer | Readable;
}

/** What an upload turned out to be. `make` does the work that takes long. */
interface Examined {
  mediaType: MediaType;
  width: number | null;
  height: number | null;
  make(): Promise<Made[]>;
}

/**
 * Looks at an upload, makes its files, stores them and shows the asset. In between it is a `pending` row that
 * holds the storage it will take; whatever goes wrong takes row, files and reservation back, and what a crash
 * leaves is the sweeper's. The plan counts what was uploaded, not what is made of it.
 * @throws unsupported_media_type, invalid, too_large, payment_required `plan.limit_reached`, unavailable
 */
export function uploadAsset(ctx: AssetCtx, input: NewAsset) {
  return ctx.ports.uploadSlots.run(async () => {
    const examined = await examine(input.file);
    const row = await reserve(ctx, input, examined);
    try {
      const files = await store(ctx, row, await examined.make());
      return await show(ctx, row, files);
    } catch (error) {
      await abandonUpload(ctx, row).catch((cause: unknown) => {
        ctx.log.warn('an upload is left to the sweeper', { assetId: row._id, cause });
      });
      throw error;
    }
  });
}

async function examine(file: ReceivedFile): Promise<Examined> {
  ensure(file.size > 0, () => invalid([{ field: 'file', message: 'The file is empty.' }]));
  const mediaType = mediaTypeOf(await headOf(file.path), file);
  if (mediaType === 'image/svg+xml') {
    const { text, width, height } = cleanSvg(await readFile(file.path));
    return { mediaType, width, height, make: async () => [madeOf('svg', Buffer.from(text), width, height)] };
  }
  if (mediaType === 'application/pdf') {
    return { mediaType, width: null, height: null, make: async () => [await documentOf(file)] };
  }
  const picture = await inspectPicture(file.path, mediaType);
  const { width, height } = picture;
  const make = async (): Promise<Made[]> => {
    const variants = await encodePicture(picture);
    return variants.map(({ name, format, width, height, bytes }) =>
      madeOf(format, bytes, width, height, name),
    );
  };
  return { mediaType, width, height, make };
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_LENGTH), 0, HEAD_LENGTH, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function madeOf(
  format: AssetFile['format'],
  bytes: Buffer,
  width: number,
  height: number,
  name: AssetFile['name'] = 'original',
): Made {
  const hash = createHash('sha256').update(bytes).digest('hex');
  return { file: { name, format, width, height, size: bytes.length, hash }, content: () => bytes };
}

/** As it was sent: it is only ever handed out as an attachment. */
async function documentOf({ path, size }: ReceivedFile): Promise<Made> {
  const hash = await checksumOf(path);
  const file = { name: 'original', format: 'pdf', width: null, height: null, size, hash } as const;
  return { file, content: () => createReadStream(path) };
}

async function checksumOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

async function reserve(ctx: AssetCtx, input: NewAsset, examined: Examined): Promise<AssetRow> {
  const { file, alt = null, folder = null } = input;
  const { mediaType, width, height } = examined;
  const checksum = await checksumOf(file.path);
  await openStorage(ctx);
  return transaction(ctx, async (tx) => {
    await reserveStorage(tx, file.size);
    return assets.in(tx).insert({
      filename: file.filename,
      mimeType: mediaType,
      size: file.size,
      checksum,
      type: mediaType === 'application/pdf' ? 'document' : 'image',
      ...{ width, height, alt },
      folder: folder === '' ? null : folder,
      focalPoint: null,
      files: [],
      status: 'pending',
      createdBy: userOf(ctx),
    });
  });
}

async function store(ctx: AssetCtx, row: AssetRow, made: Made[]): Promise<AssetFile[]> {
  for (const { file, content } of made) {
    await ctx.ports.blobs.put(blobKey(row, file), content(), contentTypeOf(file));
  }
  return made.map(({ file }) => file);
}

function show(ctx: AssetCtx, { _id, size }: AssetRow, files: AssetFile[]) {
  return transaction(ctx, async (tx) => {
    const row = await assets
      .in(tx)
      .updateOne({ _id, status: 'pending' }, { $set: { status: 'ready', files } });
    ensure(row, () => unavailable('asset.too_late', 'The upload took too long. Try again.'));
    await settleStorage(tx, size);
    const after = presentAsset(tx, row, []);
    tx.record({
      type: 'asset.uploaded',
      resource: { type: 'asset', id: _id, version: row.revision },
      data: after,
      change: { before: null, after },
    });
    return after;
  });
}

/** Takes back what a pending upload has left: files first, so that as long as there are any a row tells of them. */
export async function abandonUpload(ctx: AssetCtx, row: AssetRow): Promise<void> {
  await ctx.ports.blobs.delete(folderOf(row));
  await transaction(ctx, async (tx) => {
    const gone = await assets.in(tx).delete({ _id: row._id, status: 'pending' });
    if (gone > 0) await releaseStorage(tx, row.size, 'reservedBytes');
  });
}
