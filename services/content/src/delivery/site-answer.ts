import { type BodyOf, type calls, type QueryOf } from '@siteninja/contracts';
import { inTenant } from '@siteninja/core';
import { type ContentCtx } from '../context';
import { formTokens } from '../forms/live-form';
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
import { readRelease } from '../sites/read-release';
import { CHECKED_EACH_TIME, document, illustration, redirect, type SiteAnswer, text } from './answers';
import { answerFormPath, answerSentForm } from './form-answer';
import { findPage } from './live-release';
import { answerIcon, answerSocialPicture } from './made-picture';
import { llmsOf } from './llms';

const MARKDOWN = 'text/markdown; charset=utf-8';

/** What a form carries in a preview, where it can be looked at and not be sent. */
const PREVIEW_TOKEN = 'preview';

/** What the gateway knows already of the host that it asks for. */
type Asked = QueryOf<typeof calls.getSiteAnswer>;

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
  return answerAt(ctx, { host, path }, (owner, release) => answerFrom(owner, release, path));
}

/** What a visitor gets who has sent a form without script. */
export function answerSender(
  ctx: ContentCtx,
  formId: string,
  { host, ...sent }: BodyOf<typeof calls.submitSiteForm>,
): Promise<SiteAnswer> {
  const path = '/';
  return answerAt(ctx, { host, path }, (owner, release) => answerSentForm(owner, release, formId, sent));
}

async function answerAt(
  ctx: ContentCtx,
  { host, path }: Pick<Asked, 'host' | 'path'>,
  answer: (owner: ContentCtx, release: MadeRelease) => Promise<SiteAnswer>,
): Promise<SiteAnswer> {
  const site = await findSite(ctx, host);
  if (!site) return document(404, renderUnknownHost());
  const owner = inTenant(ctx, site.tenantId);
  const live = statusOf(site) === 'live' && site.liveReleaseId !== null;
  const release = live && site.liveReleaseId ? await readRelease(owner, site.liveReleaseId) : null;
  return release ? answer(owner, release) : answerWithout(owner, site, path);
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
  const services = { formToken: () => PREVIEW_TOKEN };
  const { html, ...page } = shown.page
    ? renderPage(shown.site, shown.page, services)
    : renderNotFound(shown.site);
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
  const form = await answerFormPath(ctx, release, path);
  if (form) return form;
  const twin = pathOfMarkdown(path);
  const page = twin === undefined ? undefined : entries.find((entry) => entry.path === twin);
  if (page) return answerMarkdown(ctx, release, page);
  const picture = path.startsWith(PICTURES_PATH) ? illustrationAt(path, site.branding) : undefined;
  if (picture !== undefined) return illustration(picture);
  const made = (await answerIcon(ctx, site, path)) ?? (await answerSocialPicture(ctx, release, path));
  if (made) return made;
  const found = await findPage(ctx, release, path);
  if (!found) return document(404, renderNotFound(site), { 'Cache-Control': CHECKED_EACH_TIME });
  if ('redirect' in found) return redirect(found.redirect);
  const formToken = formTokens(release, found.entry);
  return document(200, renderPage(site, found.page, { formToken }), { 'Cache-Control': CHECKED_EACH_TIME });
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
async function answerWithout(ctx: ContentCtx, site: SiteRow, path: string): Promise<SiteAnswer> {
  const brand = await currentBrand(ctx, site);
  const icon = brand && statusOf(site) === 'none' ? await answerIcon(ctx, brand, path) : undefined;
  if (icon) return icon;
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
