import { createHash } from 'node:crypto';
import { type AnswerOf, type calls, type QueryOf } from '@siteninja/contracts';
import { inTenant } from '@siteninja/core';
import { type ContentCtx } from '../context';
import { type RenderedDocument, type SiteRedirect } from '../markup/site';
import { illustrationAt, PICTURES_PATH } from '../illustrations/site-pictures';
import { keepInside, PREVIEW_PATH, readPreview } from '../previews/preview';
import { readPreviewToken } from '../previews/preview-token';
import { readLivePage } from '../sites/live-page';
import { type MadeRelease, type ReleaseEntry } from '../sites/release.model';
import { pathOfMarkdown, renderMarkdown } from '../rendering/render-markdown';
import { renderPage } from '../rendering/render-page';
import {
  renderComingSoon,
  renderGone,
  renderNotFound,
  renderUnavailable,
  renderUnknownHost,
} from '../rendering/render-special';
import { renderRobots, renderSitemap } from '../rendering/sitemap';
import { currentBrand } from '../sites/site-brand';
import { findSite, releaseOfRendition, statusOf } from '../sites/site-host';
import { type SiteRow } from '../sites/site.model';
import { findPage, readRelease } from './live-release';
import { llmsOf } from './llms';

/** What a visitor gets. */
export type SiteAnswer = AnswerOf<typeof calls.getSiteAnswer>;
const MARKDOWN = 'text/markdown; charset=utf-8';

/** What the gateway knows already of the host that it asks for. */
type Asked = QueryOf<typeof calls.getSiteAnswer>;

/** Visitors ask again each time, and get 304 as long as nothing has changed. */
const CHECKED_EACH_TIME = 'public, max-age=0, must-revalidate';

/**
 * What a visitor of a site gets. With a release it is a pure function of that release and the path: the same
 * bytes and entity tag whenever it is asked for, also after a roll-back.
 */
export async function answerVisitor(ctx: ContentCtx, asked: Asked): Promise<SiteAnswer> {
  const { host, path, tenantId, releaseId } = asked;
  const previewed = path.startsWith(PREVIEW_PATH) ? await answerPreview(ctx, host, path) : null;
  if (previewed) return previewed;
  if (tenantId !== undefined && releaseId !== undefined) {
    const owner = inTenant(ctx, tenantId);
    const release = await readRelease(owner, releaseOfRendition(releaseId));
    if (release) return answerFrom(owner, release, path);
  }
  const site = await findSite(ctx, host);
  if (!site) return document(404, renderUnknownHost());
  const owner = inTenant(ctx, site.tenantId);
  const live = statusOf(site) === 'live' && site.liveReleaseId !== null;
  const release = live && site.liveReleaseId ? await readRelease(owner, site.liveReleaseId) : null;
  return release ? answerFrom(owner, release, path) : answerWithout(owner, site);
}

/**
 * Drafts, or a release that is not live: for whoever has the link, and kept by nobody. Null for a link that shows
 * nothing: it is a path like any other.
 */
async function answerPreview(ctx: ContentCtx, host: string, path: string): Promise<SiteAnswer | null> {
  const rest = path.slice(PREVIEW_PATH.length);
  const [token = ''] = rest.split('/', 1);
  const preview = readPreviewToken(token, ctx.config.SIGNING_KEY, ctx.clock.now());
  const site = preview && (await findSite(ctx, host));
  if (site?.tenantId !== preview?.tenantId || !site || !preview) return null;
  if (!['live', 'none'].includes(statusOf(site))) return null;
  const shown = await readPreview(inTenant(ctx, site.tenantId), preview, rest.slice(token.length));
  if (!shown) return null;
  const { html, ...page } = shown.page ? renderPage(shown.site, shown.page) : renderNotFound(shown.site);
  const inside = keepInside(html, PREVIEW_PATH + token);
  return document(shown.page ? 200 : 404, { ...page, html: inside }, { 'X-Robots-Tag': 'noindex' });
}

async function answerFrom(ctx: ContentCtx, release: MadeRelease, path: string): Promise<SiteAnswer> {
  if (release.site.crawlers?.index !== false) return answerListed(ctx, release, path);
  const listed = await answerListed(ctx, { ...release, entries: release.entries.map(unlisted) }, path);
  return { ...listed, headers: { ...listed.headers, 'X-Robots-Tag': 'noindex' } };
}

function unlisted(entry: ReleaseEntry): ReleaseEntry {
  return { ...entry, noIndex: true };
}

async function answerListed(ctx: ContentCtx, release: MadeRelease, path: string): Promise<SiteAnswer> {
  const { site, entries } = release;
  if (path === '/robots.txt')
    return text('text/plain; charset=utf-8', renderRobots(site.origin, site.crawlers));
  if (path === '/sitemap.xml') {
    return text('application/xml; charset=utf-8', renderSitemap(site.origin, entries));
  }
  if (path === '/llms.txt') return text(MARKDOWN, await llmsOf(ctx, release));
  const twin = pathOfMarkdown(path);
  const page = twin === undefined ? undefined : entries.find((entry) => entry.path === twin);
  if (page) return answerMarkdown(ctx, release, page);
  const picture = path.startsWith(PICTURES_PATH) ? illustrationAt(path, site.branding) : undefined;
  if (picture !== undefined) return illustration(picture);
  const found = await findPage(ctx, release, path);
  if (!found) return document(404, renderNotFound(site), { 'Cache-Control': CHECKED_EACH_TIME });
  if ('redirect' in found) return redirect(found.redirect);
  return document(200, renderPage(site, found.page), { 'Cache-Control': CHECKED_EACH_TIME });
}

/** Search engines list the page itself rather than its Markdown, and neither where the page is not to be listed. */
async function answerMarkdown(
  ctx: ContentCtx,
  { site }: MadeRelease,
  entry: ReleaseEntry,
): Promise<SiteAnswer> {
  const answer = text(MARKDOWN, renderMarkdown(site, await readLivePage(ctx, entry, site)));
  const canonical = `<${entry.canonicalUrl ?? site.origin + entry.path}>; rel="canonical"`;
  const robots = entry.noIndex ? { 'X-Robots-Tag': 'noindex' } : {};
  return { ...answer, headers: { ...answer.headers, Link: canonical, ...robots } };
}

/** Before the first release, and for a tenant that is suspended or deleted. */
async function answerWithout(ctx: ContentCtx, site: SiteRow): Promise<SiteAnswer> {
  const brand = await currentBrand(ctx, site);
  switch (statusOf(site)) {
    case 'deleted':
      return document(410, renderGone(brand));
    case 'suspended':
      return document(503, renderUnavailable(brand), { 'Retry-After': '3600' });
    case 'none':
    case 'live':
      return document(404, brand ? renderComingSoon(brand) : renderUnknownHost());
  }
}

function document(
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

function text(type: string, body: string): SiteAnswer {
  const headers = { 'Content-Type': type, 'Cache-Control': CHECKED_EACH_TIME, ETag: tagOf(body) };
  return { status: 200, headers, body };
}

/** Its address says what it looks like, so it never changes. */
function illustration(body: string): SiteAnswer {
  const headers = {
    'Content-Type': 'image/svg+xml',
    'Cache-Control': 'public, max-age=31536000, immutable',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
    ETag: tagOf(body),
  };
  return { status: 200, headers, body };
}

function redirect({ to, statusCode }: Pick<SiteRedirect, 'to' | 'statusCode'>): SiteAnswer {
  return { status: statusCode, headers: { Location: to, 'Cache-Control': CHECKED_EACH_TIME }, body: '' };
}

/** Equal bytes, equal tag (RFC 9110, 8.8.3). */
function tagOf(body: string): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
}
