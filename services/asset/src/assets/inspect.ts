import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { type Readable } from 'node:stream';
import { ensure, invalid } from '@siteninja/core';
import { HEAD_BYTES, type ReceivedFile } from '@siteninja/http';
import { type AssetFile, type MediaType } from './asset.schema';
import { mediaTypeOf } from './media-type';
import { encodePicture, inspectPicture } from './picture';
import { cleanSvg } from './svg';

/** A file to be stored, and its bytes. */
export interface EncodedFile {
  file: Omit<AssetFile, 'blobId'>;
  content: () => Buffer | Readable;
}

/** What a received file turned out to be. */
export interface Inspected {
  mediaType: MediaType;
  width: number | null;
  height: number | null;
  /** That encoding has to decode. */
  pixels: number;
  /** The part that takes seconds. */
  encode(): Promise<EncodedFile[]>;
}

/** @throws unsupported_media_type, too_large, invalid for a file that is empty, damaged or cannot be kept safely */
export async function inspect(file: ReceivedFile): Promise<Inspected> {
  ensure(file.size > 0, () => invalid([{ field: 'file', message: 'The file is empty.' }]));
  const head = await headOf(file.path);
  const mediaType = mediaTypeOf(head, file);
  if (mediaType === 'image/svg+xml') {
    const { text, width, height } = cleanSvg(await readFile(file.path));
    const encode = async () => [encodedFile('svg', Buffer.from(text), width, height)];
    return { mediaType, width, height, pixels: 0, encode };
  }
  if (mediaType === 'application/pdf' || mediaType === 'video/mp4') {
    const format = mediaType === 'video/mp4' ? 'mp4' : 'pdf';
    const encode = async () => [await plainFile(file, format)];
    return { mediaType, width: null, height: null, pixels: 0, encode };
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

/** Stored as it was sent: browsers run nothing of a video, and a document is only ever delivered as an attachment. */
async function plainFile({ path, size }: ReceivedFile, format: 'pdf' | 'mp4'): Promise<EncodedFile> {
  const hash = await checksumOf(path);
  const file = { name: 'original', format, width: null, height: null, size, hash } as const;
  return { file, content: () => createReadStream(path) };
}

/** SHA-256, as hexadecimal digits. */
export async function checksumOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}
