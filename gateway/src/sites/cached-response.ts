import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type AnswerOf, type calls } from '@siteninja/contracts';
import { namesEtag } from '@siteninja/core';
import { type HeaderList } from '../request/headers';

/** What content answers for one path of a site; the shared cache holds the same. */
export type SiteAnswer = AnswerOf<typeof calls.getSiteAnswer>;

/** An answer that is ready to be written: its headers are one flat list, to which a request adds its own. */
export interface PreparedAnswer {
  status: number;
  headers: readonly string[];
  /** The headers of the 304 to this answer. */
  notModifiedHeaders: readonly string[];
  /** Bytes: text would be encoded again for each reader. */
  body: Buffer;
  etag: string | undefined;
  /** Where a redirect leads to, without the query of the request, which it keeps. */
  location: string | undefined;
  /** Approximate memory, for the cache's bound. */
  sizeBytes: number;
}

/** Headers of the connection (RFC 9110 §7.6.1) or of one response; they are not cached. */
const NOT_CACHED = new Set([
  'connection',
  'transfer-encoding',
  'content-length',
  'date',
  'keep-alive',
  'set-cookie',
]);
/** Headers that describe a body, which a 304 does not have. */
const BODY_HEADERS = new Set([
  'content-type',
  'content-length',
  'content-language',
  'content-security-policy',
]);

/** What an entry takes besides its body and headers. */
const ENTRY_OVERHEAD_BYTES = 1_000;

/** @param security the headers that every answer carries, where content's own do not replace them */
export function prepareAnswer(answer: SiteAnswer, security: HeaderList): PreparedAnswer {
  const own = Object.entries(answer.headers).filter(([name]) => !NOT_CACHED.has(name.toLowerCase()));
  const headerOf = (wanted: string) => own.find(([name]) => name.toLowerCase() === wanted)?.[1];
  const replaced = new Set(own.map(([name]) => name.toLowerCase()));
  const body = Buffer.from(answer.body);
  const all = [
    ...security.filter(([name]) => !replaced.has(name.toLowerCase())),
    ...own.filter(([name]) => name.toLowerCase() !== 'location'),
    ['Content-Length', String(body.length)] as const,
  ];
  const headers = all.flat();
  return {
    status: answer.status,
    headers,
    notModifiedHeaders: all.filter(([name]) => !BODY_HEADERS.has(name.toLowerCase())).flat(),
    body,
    etag: headerOf('etag'),
    location: headerOf('location'),
    sizeBytes: body.length + 2 * headers.join().length + ENTRY_OVERHEAD_BYTES,
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
  const ifNoneMatch = request.headers['if-none-match'];
  if (ifNoneMatch !== undefined && etag !== undefined && status === 200) {
    if (ifNoneMatch === etag || namesEtag(ifNoneMatch, etag, 'weak')) {
      response.writeHead(304, [...answer.notModifiedHeaders, ...own]);
      response.end();
      return;
    }
  }
  const location = answer.location === undefined ? [] : ['Location', withQueryOf(request, answer.location)];
  response.writeHead(status, [...answer.headers, ...location, ...own]);
  if (request.method === 'HEAD') response.end();
  else response.end(answer.body);
}

/** Answers are cached by path, and so without the query: the redirect to a page keeps what a campaign has added. */
function withQueryOf({ url = '' }: IncomingMessage, location: string): string {
  const mark = url.indexOf('?');
  if (mark < 0 || mark === url.length - 1) return location;
  const [path = '', ...fragment] = location.split('#');
  const separator = path.includes('?') ? '&' : '?';
  return [path + separator + url.slice(mark + 1), ...fragment].join('#');
}
