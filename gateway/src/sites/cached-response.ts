import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type AnswerOf, type calls } from '@siteninja/contracts';
import { namesEtag } from '@siteninja/core';
import { type HeaderList } from '../request/headers';
import { acceptedCodings, type Coding, compress, type Compressed } from './content-coding';

/** What content answers for one path of a site; the shared cache holds the same. */
export type SiteAnswer = AnswerOf<typeof calls.getSiteAnswer>;

/** An answer in one content coding, ready to be written. A request adds its own headers to the flat list. */
interface Representation {
  headers: readonly string[];
  /** The headers of the 304 to this representation. */
  notModifiedHeaders: readonly string[];
  /** Bytes: text would be encoded again for each reader. */
  body: Buffer;
  etag: string | undefined;
}

/** An answer in all the content codings that it has. */
export interface PreparedAnswer {
  status: number;
  representations: Partial<Record<Compressed, Representation>> & Record<'identity', Representation>;
  /** Where a redirect leads to, without the query of the request, which it keeps. */
  location: string | undefined;
  /** Approximate memory of all representations, for the cache's bound. */
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
  'content-encoding',
  'content-length',
  'content-language',
  'content-security-policy',
]);

/** What an entry takes besides its bodies and headers. */
const ENTRY_OVERHEAD_BYTES = 1_000;

/** Ends the entity tag of a compressed representation, since its bytes are others (RFC 9110 §8.8.3.3). */
const TAG_SUFFIX = { br: '-br', gzip: '-gz', identity: '' } as const satisfies Record<Coding, string>;

/**
 * Answers that are kept for as long as their release are compressed here, once for all readers; others may be many
 * and are kept for a second.
 * @param security the headers that every answer carries, where content's own do not replace them
 */
export async function prepareAnswer(
  answer: SiteAnswer,
  security: HeaderList,
  { isCompressed }: { isCompressed: boolean },
): Promise<PreparedAnswer> {
  const own = Object.entries(answer.headers).filter(([name]) => !NOT_CACHED.has(name.toLowerCase()));
  const headerOf = (wanted: string) => own.find(([name]) => name.toLowerCase() === wanted)?.[1];
  const replaced = new Set(own.map(([name]) => name.toLowerCase()));
  const location = headerOf('location');
  const headers: HeaderList = [
    ...security.filter(([name]) => !replaced.has(name.toLowerCase())),
    ...own.filter(([name]) => !['location', 'etag'].includes(name.toLowerCase())),
    ...(location === undefined ? [['Vary', 'Accept, Accept-Encoding'] as const] : []),
  ];
  const body = Buffer.from(answer.body, answer.encoding ?? 'utf8');
  const { br, gzip } = isCompressed ? await compress(body, headerOf('content-type')) : {};
  const etag = headerOf('etag');
  const representations = {
    identity: represent('identity', body, headers, etag),
    ...(br && { br: represent('br', br, headers, etag) }),
    ...(gzip && { gzip: represent('gzip', gzip, headers, etag) }),
  };
  const sizes = Object.values(representations).map(sizeOf);
  return {
    status: answer.status,
    representations,
    location,
    sizeBytes: sizes.reduce((sum, size) => sum + size, ENTRY_OVERHEAD_BYTES),
  };
}

function represent(
  coding: Coding,
  body: Buffer,
  shared: HeaderList,
  identityTag: string | undefined,
): Representation {
  const etag = identityTag?.replace(/"$/, `${TAG_SUFFIX[coding]}"`);
  const all: HeaderList = [
    ...shared,
    ...(etag === undefined ? [] : [['ETag', etag] as const]),
    ...(coding === 'identity' ? [] : [['Content-Encoding', coding] as const]),
    ['Content-Length', String(body.length)],
  ];
  return {
    headers: all.flat(),
    notModifiedHeaders: all.filter(([name]) => !BODY_HEADERS.has(name.toLowerCase())).flat(),
    body,
    etag,
  };
}

function sizeOf({ body, headers }: Representation): number {
  return body.length + 2 * headers.join().length;
}

/** @param own the headers of this request alone, as a flat list */
export function writeAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: PreparedAnswer,
  own: readonly string[],
): void {
  const { representations, status } = answer;
  const codings = acceptedCodings(request.headers['accept-encoding']);
  const ifNoneMatch = request.headers['if-none-match'];
  if (ifNoneMatch !== undefined && status === 200) {
    const known = findKnown(representations, codings, ifNoneMatch);
    if (known) {
      response.writeHead(304, [...known.notModifiedHeaders, ...own]);
      response.end();
      return;
    }
  }
  const { headers, body } = choose(representations, codings);
  const location = answer.location === undefined ? [] : ['Location', withQueryOf(request, answer.location)];
  response.writeHead(status, [...headers, ...location, ...own]);
  if (request.method === 'HEAD') response.end();
  else response.end(body);
}

/**
 * The best representation that the client accepts. Where it accepts none it gets the body as it is, instead of 406:
 * RFC 9110 §12.4.1 lets a server disregard the header.
 */
function choose(all: PreparedAnswer['representations'], codings: readonly Coding[]): Representation {
  for (const coding of codings) {
    const representation = all[coding];
    if (representation) return representation;
  }
  return all.identity;
}

/** The representation that the client has already, of those that it could be sent; caches may hold several. */
function findKnown(
  all: PreparedAnswer['representations'],
  codings: readonly Coding[],
  ifNoneMatch: string,
): Representation | undefined {
  const chosen = choose(all, codings);
  if (isNamed(chosen, ifNoneMatch)) return chosen;
  const others = codings.map((coding) => all[coding]);
  return others.find((other) => other !== undefined && isNamed(other, ifNoneMatch));
}

function isNamed({ etag }: Representation, ifNoneMatch: string): boolean {
  return etag !== undefined && (ifNoneMatch === etag || namesEtag(ifNoneMatch, etag, 'weak'));
}

/** Answers are cached by path, and so without the query: the redirect to a page keeps what a campaign has added. */
function withQueryOf({ url = '' }: IncomingMessage, location: string): string {
  const mark = url.indexOf('?');
  if (mark < 0 || mark === url.length - 1) return location;
  const [path = '', ...fragment] = location.split('#');
  const separator = path.includes('?') ? '&' : '?';
  return [path + separator + url.slice(mark + 1), ...fragment].join('#');
}
