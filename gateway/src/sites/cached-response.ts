import { type IncomingMessage, type ServerResponse } from 'node:http';
import { namesEtag } from '@siteninja/core';
import { type Infer, s } from '@siteninja/schema';
import { type HeaderList } from '../request/headers';

/** What content answers for one path of a site, and what the shared cache keeps of it. */
export const siteAnswer = s.object({
  status: s.integer({ min: 200, max: 599 }),
  headers: s.record(s.string({ min: 0, max: 20_000 })),
  body: s.string({ min: 0, max: 50_000_000 }),
});
export type SiteAnswer = Infer<typeof siteAnswer>;

/**
 * An answer that is ready to be written: its headers are one flat list, made once, to which a request only adds
 * what is its own.
 */
export interface PreparedAnswer {
  status: number;
  headers: readonly string[];
  notModified: readonly string[];
  /** As bytes: a page as text would be encoded again for every reader. */
  body: Buffer;
  etag: string | undefined;
  /** Bytes that it takes, more or less. */
  size: number;
  /** In the time of performance.now(). */
  until: number;
}

/** Of the answer itself, not of the connection that it once came over. */
const NEVER = new Set([
  'connection',
  'transfer-encoding',
  'content-length',
  'date',
  'keep-alive',
  'set-cookie',
]);
/** Of the headers of a 200 its 304 has no use for. */
const ABOUT_BODY = new Set(['content-type', 'content-length', 'content-language', 'content-security-policy']);

const BESIDE_BODY = 1_000;

/** @param security the headers that every answer carries, where content's own do not say otherwise */
export function prepareAnswer(answer: SiteAnswer, security: HeaderList, until: number): PreparedAnswer {
  const own = Object.entries(answer.headers).filter(([name]) => !NEVER.has(name.toLowerCase()));
  const named = new Set(own.map(([name]) => name.toLowerCase()));
  const body = Buffer.from(answer.body);
  const { length } = body;
  const all = [
    ...security.filter(([name]) => !named.has(name.toLowerCase())),
    ...own,
    ['Content-Length', String(length)] as const,
  ];
  const headers = all.flat();
  return {
    status: answer.status,
    headers,
    notModified: all.filter(([name]) => !ABOUT_BODY.has(name.toLowerCase())).flat(),
    body,
    etag: own.find(([name]) => name.toLowerCase() === 'etag')?.[1],
    size: length + 2 * headers.join().length + BESIDE_BODY,
    until,
  };
}

/** @param own the headers of this request alone, as a flat list */
export function writeAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: PreparedAnswer,
  own: readonly string[],
): void {
  const { etag, status } = answer;
  const known = request.headers['if-none-match'];
  if (known !== undefined && etag !== undefined && status === 200) {
    if (known === etag || namesEtag(known, etag, 'weak')) {
      response.writeHead(304, [...answer.notModified, ...own]);
      response.end();
      return;
    }
  }
  response.writeHead(status, [...answer.headers, ...own]);
  if (request.method === 'HEAD') response.end();
  else response.end(answer.body);
}
