import { createHash } from 'node:crypto';
import { type AnswerOf, type calls } from '@siteninja/contracts';
import { type RenderedDocument, type SiteRedirect } from '../markup/site';

/** What a visitor gets. */
export type SiteAnswer = AnswerOf<typeof calls.getSiteAnswer>;

/** Visitors ask again each time, and get 304 as long as nothing has changed. */
export const CHECKED_EACH_TIME = 'public, max-age=0, must-revalidate';

export function document(
  status: number,
  { html, contentSecurityPolicy }: RenderedDocument,
  headers: Record<string, string> = {},
): SiteAnswer {
  return {
    status,
    headers: {
      'Cache-Control': 'no-store',
      ...headers,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': contentSecurityPolicy,
      ETag: tagOf(html),
      // Search engines list no error pages.
      ...(status === 200 ? {} : { 'X-Robots-Tag': 'noindex' }),
    },
    body: html,
  };
}

export function text(type: string, body: string): SiteAnswer {
  const headers = { 'Content-Type': type, 'Cache-Control': CHECKED_EACH_TIME, ETag: tagOf(body) };
  return { status: 200, headers, body };
}

/** Its address says what it looks like, so it never changes. */
export function illustration(body: string): SiteAnswer {
  const headers = {
    'Content-Type': 'image/svg+xml',
    'Cache-Control': 'public, max-age=31536000, immutable',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
    ETag: tagOf(body),
  };
  return { status: 200, headers, body };
}

/** A picture that was made for the site: `isImmutable` where its address says what it looks like. */
export function picture(type: string, bytes: Buffer, isImmutable: boolean): SiteAnswer {
  const body = bytes.toString('base64');
  const headers = {
    'Content-Type': type,
    'Cache-Control': isImmutable ? 'public, max-age=31536000, immutable' : CHECKED_EACH_TIME,
    ETag: tagOf(body),
  };
  return { status: 200, headers, body, encoding: 'base64' };
}

export function redirect({ to, statusCode }: Pick<SiteRedirect, 'to' | 'statusCode'>): SiteAnswer {
  return { status: statusCode, headers: { Location: to, 'Cache-Control': CHECKED_EACH_TIME }, body: '' };
}

/** Equal bytes, equal tag (RFC 9110, 8.8.3). */
function tagOf(body: string): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
}
