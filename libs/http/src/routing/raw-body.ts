import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Ctx, DomainError, ensure, invalid, newId } from '@siteninja/core';
import { type Request } from 'express';
import { hasBody } from '../request-body';
import { type UploadOptions } from './multipart';
import { type ParsedBody } from './route';

/**
 * A body that is read as it comes, without anything being kept. Whoever stops reading leaves the connection to the
 * answer.
 * @throws invalid where there is none, unsupported_media_type
 */
export function rawBody(request: Request, mediaTypes: readonly [string, ...string[]]): AsyncIterable<Buffer> {
  ensure(hasBody(request), () => invalid([{ field: '', message: `Send ${mediaTypes[0]} as the body.` }]));
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  const wrongType = () =>
    new DomainError('unsupported_media_type', 'request.media_type', `Send the body as ${mediaTypes[0]}.`);
  ensure(mediaTypes.includes(type), wrongType);
  return bytesOf(request);
}

async function* bytesOf(request: Request): AsyncGenerator<Buffer> {
  // Leaving the loop must not end the connection: the answer is still to come.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) throw new Error('A request stream gave something other than bytes.');
    yield chunk;
  }
}

/**
 * Keeps a body that is a file as it stands, under a generated name.
 * @throws too_large
 */
export async function receiveBytes<C extends Ctx>(
  ctx: C,
  request: Request,
  { maxFileBytes, tooLarge, folder }: Pick<UploadOptions<C, never>, 'maxFileBytes' | 'tooLarge' | 'folder'>,
): Promise<ParsedBody> {
  if (Number(request.headers['content-length'] ?? 0) > maxFileBytes) throw tooLarge();
  await mkdir(folder(ctx), { recursive: true });
  const path = join(folder(ctx), newId());
  const discard = (): Promise<void> => rm(path, { force: true });
  let size = 0;
  const bounded = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > maxFileBytes) throw tooLarge();
      yield chunk;
    }
  };
  try {
    await pipeline(bytesOf(request), bounded, createWriteStream(path));
  } catch (error) {
    await discard();
    throw error;
  }
  return { body: { file: { path, filename: '', contentType: '', size } }, discard };
}
