import { createHash } from 'node:crypto';
import { type Ctx } from './context';
import { preconditionFailed } from './errors';

/** The strong entity tag of an answer's `data` (RFC 9110, 8.8.3): equal data, equal tag. */
export function etagOf(data: unknown): string {
  return etagOfJson(JSON.stringify(data));
}

/** The same, of data that is JSON already. */
export function etagOfJson(json: string): string {
  return `"${createHash('sha256').update(json).digest('base64url').slice(0, 27)}"`;
}

/**
 * Whether a list of tags, as `If-Match` and `If-None-Match` carry it, names this one. `*` names any. The package
 * `fresh` does not fit: it knows no strong comparison, and never answers 304 to a request with `Cache-Control:
 * no-cache`, which `fetch` adds to each request with a condition.
 */
export function namesEtag(header: string, etag: string, comparison: 'strong' | 'weak'): boolean {
  if (header.trim() === '*') return true;
  const tags = header.match(/(?:W\/)?"[^"]*"/g) ?? [];
  return tags.some((tag) => tag === etag || (comparison === 'weak' && tag === `W/${etag}`));
}

/**
 * Refuses a write whose `If-Match` is not what a GET would answer now. Call it inside the transaction, with
 * what was read there: of two writes at once the second then reads the first one's result, and is refused.
 * @param current what a GET of the resource would answer as `data`
 * @throws precondition_failed, with the current tag
 */
export function requireMatch(ctx: Ctx, current: () => unknown): void {
  const header = ctx.request?.ifMatch ?? null;
  if (header === null) return;
  const etag = etagOf(current());
  if (!namesEtag(header, etag, 'strong')) throw preconditionFailed(etag);
}
