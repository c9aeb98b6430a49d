import { type IncomingMessage, type ServerResponse } from 'node:http';
import { namesEtag, notFound } from '@siteninja/core';
import { type FontFiles } from '@siteninja/fonts';
import { type HeaderList } from '../request/headers';

/** A file's name changes with its bytes: whoever has it need never ask again. */
const CACHE_CONTROL = 'public, max-age=31536000, immutable';

/**
 * Answers with a font. WOFF2 is compressed in itself, so there is one representation.
 * @param own the headers of this request alone, as a flat list
 * @throws not_found
 */
export async function writeFont(
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
  own: readonly string[],
  { fonts, security }: { fonts: FontFiles; security: HeaderList },
): Promise<void> {
  const body = await fonts.read(name);
  if (!body) throw notFound('page');
  if (response.destroyed) return;
  const etag = `"${name}"`;
  const headers = [...security.flat(), 'Cache-Control', CACHE_CONTROL, 'ETag', etag, ...own];
  if (namesEtag(request.headers['if-none-match'] ?? '', etag, 'weak')) {
    response.writeHead(304, headers);
    response.end();
    return;
  }
  response.writeHead(200, [...headers, 'Content-Type', 'font/woff2', 'Content-Length', String(body.length)]);
  response.end(request.method === 'HEAD' ? undefined : body);
}
