import { type IncomingMessage } from 'node:http';
import { canonicalId, DomainError, notFound } from '@siteninja/core';

/** The path of a request in its one form; nothing behind this point reads the original. */
export interface ApiPath {
  /** Decoded, without the `/api` or `/api/v1` in front. */
  segments: readonly string[];
  /** The same, encoded again: what is authorised is exactly what is forwarded. */
  path: string;
  /** With its question mark, or empty. */
  query: string;
}

/** First segments that are also answered at the root; all others only under /api. */
const AT_ROOT = new Set(['health', 'status', 'docs', 'openapi.json', '.well-known', 'assets']);

const PLAIN = /^(?:\/[\w~-][\w.~-]*)*\/?$/;

/**
 * Reads the target of a request. A path has one form: doubled and trailing slashes are dropped, and a path that
 * two servers could read differently is rejected. Ids are in lower case.
 * @throws malformed, or not_found outside /api
 */
export function readTarget(target: string): ApiPath {
  const { path, query } = splitTarget(target);
  const all = segmentsOf(path);
  const prefix = all[0] === 'api' ? (all[1] === 'v1' ? 2 : 1) : 0;
  const segments = all.slice(prefix).map(canonicalId);
  const [first] = segments;
  if (first === undefined ? prefix > 0 : prefix === 0 && !AT_ROOT.has(first)) throw notFound('route');
  return { segments, path: `/${segments.map(encodeURIComponent).join('/')}`, query };
}

/**
 * Turns the absolute form of a target, which a server has to accept, into the usual one; its host is the one that counts
 * (RFC 9112 §3.2.2).
 */
export function toOriginForm(request: IncomingMessage): void {
  const { url = '' } = request;
  if (url.startsWith('/')) return;
  const match = /^https?:\/\/([^/?#@\\\s]+)((?:[/?].*)?)$/i.exec(url);
  // Express fails on some other targets; this one every reader here refuses.
  if (!match) return void (request.url = '/\\');
  const [, host, rest = ''] = match;
  request.headers.host = host;
  request.url = rest.startsWith('/') ? rest : `/${rest}`;
}

/** @throws malformed where the target is not a path, such as an absolute URL */
export function splitTarget(target: string): { path: string; query: string } {
  if (!target.startsWith('/') || /[#\\\s]/.test(target)) throw malformedPath();
  const mark = target.indexOf('?');
  return mark < 0 ? { path: target, query: '' } : { path: target.slice(0, mark), query: target.slice(mark) };
}

/** The decoded segments of a path. @throws malformed */
export function segmentsOf(path: string): string[] {
  const segments = path.split('/').filter((segment) => segment !== '');
  return PLAIN.test(path) ? segments : segments.map(decodeSegment);
}

function decodeSegment(segment: string): string {
  let text: string;
  try {
    text = decodeURIComponent(segment);
  } catch (cause) {
    throw malformedPath(cause);
  }
  if (text === '.' || text === '..' || /[/\\\u0000-\u001f\u007f]/.test(text)) throw malformedPath();
  return text;
}

function malformedPath(cause?: unknown): DomainError {
  return new DomainError('malformed', 'request.malformed_path', 'The path is not valid.', { cause });
}
