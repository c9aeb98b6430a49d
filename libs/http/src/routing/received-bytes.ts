import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type DomainError, newId } from '@siteninja/core';

/** Enough of a file's beginning to tell its type; no type's limit is below that. */
export const HEAD_BYTES = 4_096;

/** How large a file may be, and the error for a larger one. */
export interface SizeLimit {
  maxBytes: number;
  tooLarge(): DomainError;
}

/** Which limit a file has, by its first `HEAD_BYTES` bytes. */
export type LimitOf = (head: Buffer) => SizeLimit;

/** What comes of a stream. Who leaves the loop leaves the stream as it is: what it is part of is answered still. */
export async function* bytesOf(stream: Readable): AsyncGenerator<Buffer> {
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) throw new Error('A stream gave something other than bytes.');
    yield chunk;
  }
}

/**
 * The bytes of a file as they come. The stream fails as soon as it has more than a file that begins so may have.
 * @param announcedBytes that the file is said to have, where anything says so
 * @throws too_large
 */
export async function* withinLimit(
  chunks: AsyncIterable<Buffer>,
  limitOf: LimitOf,
  announcedBytes = 0,
): AsyncGenerator<Buffer> {
  let head = Buffer.alloc(0);
  let limit: SizeLimit | undefined;
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (!limit) {
      head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES - head.length)]);
      if (head.length === HEAD_BYTES) limit = limitOf(head);
    }
    if (limit && Math.max(bytes, announcedBytes) > limit.maxBytes) throw limit.tooLarge();
    yield chunk;
  }
}

/**
 * Keeps a file under a generated name, and nothing of one that fails.
 * @throws too_large
 */
export async function keepBytes(
  chunks: AsyncIterable<Buffer>,
  folder: string,
): Promise<{ path: string; size: number }> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, newId());
  // Opened first: a stream that fails while it opens its file may make it after it was removed here.
  const written = (await open(path, 'wx')).createWriteStream();
  try {
    await pipeline(chunks, written);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  return { path, size: written.bytesWritten };
}
