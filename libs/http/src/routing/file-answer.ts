import { type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ensure, namesEtag, notFound } from '@siteninja/core';
import { type Request, type Response } from 'express';
import { RawAnswer } from './route';

/** Offsets of the first and the last byte. */
export interface ByteRange {
  start: number;
  end: number;
}

/** A file as a raw route answers it. */
export interface StoredFile {
  /** Bytes. */
  size: number;
  /** A strong entity tag, in quotes. */
  etag: string;
  /** `Content-Type` and whatever else describes the file. */
  headers: Record<string, string>;
  /** Null where the bytes are gone. */
  open(range?: ByteRange): Promise<Readable | null>;
}

/** Answers the file, the range of it that is asked for, or 304 (RFC 9110, 13 and 14). */
export function fileAnswer(file: StoredFile): RawAnswer {
  return new RawAnswer(async (request, response) => {
    const known = request.headers['if-none-match'];
    if (known !== undefined && namesEtag(known, file.etag, 'weak')) {
      setHeaders(response, file);
      response.statusCode = 304;
      response.end();
      return;
    }
    const range = rangeOf(request, file);
    if (range === 'unsatisfiable') {
      response.statusCode = 416;
      response.setHeader('Content-Range', `bytes */${file.size}`);
      response.end();
      return;
    }
    const isHead = request.method === 'HEAD';
    const stream = isHead ? null : await file.open(range ?? undefined);
    ensure(stream ?? isHead, () => notFound('file'));
    setHeaders(response, file);
    setLength(response, file.size, range);
    await send(stream, response);
  });
}

function setHeaders(response: Response, { etag, headers }: StoredFile): void {
  response.setHeader('ETag', etag);
  response.setHeader('Accept-Ranges', 'bytes');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
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
 * One range of a GET; other methods have none (RFC 9110, 14.2). For several ranges, and for a malformed header, the whole file is sent. Not with the
 * package range-parser: it refuses a suffix longer than the file, and takes an invalid range for an unsatisfiable one.
 */
function rangeOf(request: Request, { size, etag }: StoredFile): ByteRange | null | 'unsatisfiable' {
  const { range, 'if-range': condition } = request.headers;
  if (request.method !== 'GET') return null;
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
  await pipeline(stream, response);
}
