import { rm } from 'node:fs/promises';
import { type Ctx, DomainError, ensure, invalid } from '@siteninja/core';
import { type Request } from 'express';
import { hasBody } from '../request-body';
import { type Receiving } from './multipart';
import { bytesOf, keepBytes, withinLimit } from './received-bytes';
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

/**
 * Keeps a body that is a file as it stands, under a generated name.
 * @throws too_large
 */
export async function receiveBytes<C extends Ctx>(
  ctx: C,
  request: Request,
  { limitOf, folder }: Receiving<C>,
): Promise<ParsedBody> {
  const announcedBytes = Number(request.headers['content-length'] ?? 0);
  const bytes = withinLimit(bytesOf(request), limitOf, announcedBytes);
  const { path, size } = await keepBytes(bytes, folder(ctx));
  return {
    body: { file: { path, filename: '', contentType: '', size } },
    discard: () => rm(path, { force: true }),
  };
}
