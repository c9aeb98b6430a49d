import { type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ensure, namesEtag, notFound } from '@siteninja/core';
import { RawAnswer } from '@siteninja/http';
import { encodeExtended } from 'content-disposition';
import { type Request, type Response } from 'express';
import { blobKey, contentTypeOf } from '../assets/file-names';
import { type AssetCtx } from '../context';
import { type ByteRange } from '../storage/blob-store';
import { type findFile } from './file';

type Found = Awaited<ReturnType<typeof findFile>>;

/** The file, or the range of it that is asked for. @throws not_found where its bytes are gone */
export function fileAnswer(ctx: AssetCtx, found: Found): RawAnswer {
  const { row, file } = found;
  const etag = `"${file.hash.slice(0, 32)}"`;
  return new RawAnswer(async (request, response) => {
    const known = request.headers['if-none-match'];
    if (known !== undefined && namesEtag(known, etag, 'weak')) {
      setHeaders(response, found, etag);
      response.statusCode = 304;
      response.end();
      return;
    }
    const range = rangeOf(request, file, etag);
    if (range === 'unsatisfiable') {
      response.statusCode = 416;
      response.setHeader('Content-Range', `bytes */${file.size}`);
      response.end();
      return;
    }
    const stream =
      request.method === 'HEAD' ? null : await ctx.ports.blobs.get(blobKey(row, file), range ?? undefined);
    ensure(stream ?? request.method === 'HEAD', () => notFound('file'));
    setHeaders(response, found, etag);
    setLength(response, file.size, range);
    await send(stream, response);
  });
}

/** Nothing in a file is executed, neither as a document of its own nor sniffed as another type. */
function setHeaders(response: Response, { row, file }: Found, etag: string): void {
  response.setHeader('ETag', etag);
  response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
  response.setHeader('Content-Type', contentTypeOf(file));
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  response.setHeader('Accept-Ranges', 'bytes');
  if (file.format === 'svg' || file.format === 'pdf') {
    response.setHeader('Content-Disposition', `attachment; filename*=${encodeExtended(row.filename)}`);
  }
}

function setLength(response: Response, size: number, range: ByteRange | null): void {
  if (range === null) {
    response.setHeader('Content-Length', size);
    return;
  }
  response.statusCode = 206;
  response.setHeader('Content-Length', range.end - range.start + 1);
  response.setHeader('Content-Range', `bytes ${range.start}-${range.end}/${size}`);
}

/**
 * One range (RFC 9110, 14.2). For several ranges, and for a malformed header, the whole file is sent. Not with the
 * package range-parser: it refuses a suffix longer than the file, and takes an invalid range for an unsatisfiable one.
 */
function rangeOf(
  request: Request,
  { size }: Found['file'],
  etag: string,
): ByteRange | null | 'unsatisfiable' {
  const { range, 'if-range': condition } = request.headers;
  if (range === undefined || (condition !== undefined && condition !== etag)) return null;
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(range) ?? [];
  if (first === '' && last === '') return null;
  if (first === '') {
    return Number(last) === 0 ? 'unsatisfiable' : { start: Math.max(0, size - Number(last)), end: size - 1 };
  }
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < start) return null;
  return start >= size ? 'unsatisfiable' : { start, end };
}

async function send(stream: Readable | null, response: Response): Promise<void> {
  if (!stream) {
    response.end();
    return;
  }
  try {
    await pipeline(stream, response);
  } catch (error) {
    // A client that closed the connection needs no answer.
    if (!response.destroyed) throw error;
  }
}
