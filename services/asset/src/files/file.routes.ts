import { type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ensure, namesEtag, notFound } from '@siteninja/core';
import { type Request, type Response } from 'express';
import { type AssetPlainHandler } from '../context';
import { type ByteRange } from '../storage/blob-store';
import { findFile } from './file';
import { blobKey, contentTypeOf } from '../assets/file-names';

type Found = Awaited<ReturnType<typeof findFile>>;

/** The files of assets, for anybody who has their address. */
export const fileHandler: AssetPlainHandler = {
  method: 'get',
  path: '/assets/:tenantId/:assetId/:file',
  summary: 'A file of an asset',
  allow: 'public',
  produces: [
    'image/jpeg',
    'image/png',
    'image/webp',
    'image/avif',
    'image/gif',
    'image/svg+xml',
    'application/pdf',
  ],
  handle: async (ctx, request, response) => {
    const { assetId, file: name } = request.params;
    const found = await findFile(ctx, String(assetId), String(name));
    const { row, file } = found;
    const etag = `"${file.hash.slice(0, 32)}"`;
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
  },
};

/** Whatever a file has in it, nothing in it runs: not as a document of its own, nor as another type. */
function setHeaders(response: Response, { row, file }: Found, etag: string): void {
  response.setHeader('ETag', etag);
  response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
  response.setHeader('Content-Type', contentTypeOf(file));
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  response.setHeader('Accept-Ranges', 'bytes');
  if (file.format === 'svg' || file.format === 'pdf') {
    response.setHeader('Content-Disposition', `attachment; filename*=UTF-8''${encodeName(row.filename)}`);
  }
}

/** RFC 8187: only letters, digits and what is no part of the header's syntax stay as they are. */
function encodeName(filename: string): string {
  return encodeURIComponent(filename).replace(
    /['()*!~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
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

/** One range (RFC 9110, 14.2); of what is malformed or asks for several the whole file is sent. */
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
    // Whoever went away in the middle needs no answer.
    if (!response.destroyed) throw error;
  }
}
