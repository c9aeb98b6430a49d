import { tenantOf } from '@siteninja/core';
import { type ContentCtx } from '../context';
import { pathKey } from '../markup/own-links';
import { type RenderedSite } from '../markup/site';
import { draftEntryOf } from '../pages/freeze';
import { existingPage } from '../pages/read-page';
import { planOf } from '../releases/publish-pages';
import { type LivePage, livePageOf, readLivePage } from '../sites/live-page';
import { type PageRow } from '../sites/page.model';
import { readySite } from '../sites/ready-site';
import { nextSite } from '../sites/release-site';
import { isMade, type ReleaseEntry, releases } from '../sites/release.model';
import { type Preview, previewToken } from './preview-token';

/** Where previews are, on every host of a site; a token and the path of a page follow. */
export const PREVIEW_PATH = '/_sn/preview/';
const LIFE_SECONDS = 24 * 60 * 60;

/** A link to the draft of a page, as it is whenever the link is followed. @throws not_found, unavailable */
export async function previewPage(ctx: ContentCtx, pageId: string) {
  const { _id } = await existingPage(ctx, pageId);
  return linkTo(ctx, 'page', _id);
}

/** A link to the whole site that a release is, or would be. @throws not_found, unavailable */
export async function previewRelease(ctx: ContentCtx, releaseId: string) {
  const { _id } = await releases.in(ctx).get(releaseId, {}, { select: { number: 1 } });
  return linkTo(ctx, 'release', _id);
}

async function linkTo(ctx: ContentCtx, kind: Preview['kind'], id: string) {
  const { origin } = await readySite(ctx);
  const expiresAt = Math.floor(ctx.clock.now().getTime() / 1_000) + LIFE_SECONDS;
  const token = previewToken({ kind, tenantId: tenantOf(ctx), id, expiresAt }, ctx.config.SIGNING_KEY);
  return { url: origin + PREVIEW_PATH + token, expiresAt: new Date(expiresAt * 1_000).toISOString() };
}

/** A site that is stored nowhere, or no longer live. */
interface PreviewedSite {
  site: RenderedSite;
  entries: readonly ReleaseEntry[];
  /** Drafts that stand in place of what is live. */
  drafts: readonly PageRow[];
  /** The path that the link itself leads to. */
  start: string;
}

/**
 * @param path of a page, as browsers send it; empty for the page that the link itself leads to
 * @returns null where what the link shows is gone; `page` is null where there is none at the path
 */
export async function readPreview(
  ctx: ContentCtx,
  preview: Preview,
  path: string,
): Promise<{ site: RenderedSite; page: LivePage | null } | null> {
  const shown = await (preview.kind === 'page'
    ? siteOfPage(ctx, preview.id)
    : siteOfRelease(ctx, preview.id));
  if (!shown) return null;
  const wanted = path === '' ? shown.start : pathKey(path);
  const entry = shown.entries.find((each) => each.path === wanted);
  const draft = shown.drafts.find((each) => each._id === entry?.pageId);
  const page = draft
    ? livePageOf(draft, shown.site)
    : entry
      ? await readLivePage(ctx, entry, shown.site)
      : null;
  return { site: shown.site, page };
}

async function siteOfPage(ctx: ContentCtx, id: string): Promise<PreviewedSite | null> {
  const row = await existingPage(ctx, id).catch(() => null);
  if (!row) return null;
  const next = await nextSite(ctx, { published: [draftEntryOf(row)] });
  return { ...next, drafts: [row], start: row.path };
}

async function siteOfRelease(ctx: ContentCtx, id: string): Promise<PreviewedSite | null> {
  const release = await releases.in(ctx).findOne({ _id: id });
  if (!release) return null;
  if (isMade(release)) return { site: release.site, entries: release.entries, drafts: [], start: '/' };
  const { plan } = await planOf(ctx, release.items ?? []);
  const next = await nextSite(ctx, {
    published: plan.publish.map(draftEntryOf),
    removed: plan.unpublish.map(({ _id }) => _id),
  });
  return { ...next, drafts: plan.publish, start: next.entries[0]?.path ?? '/' };
}

/** The markup with its links into the site leading on inside the preview. */
export function keepInside(html: string, prefix: string): string {
  return html.replace(
    /(<a\s[^>]*?\bhref=")(\/(?!\/|_sn\/)[^"]*")/g,
    (_, start: string, path: string) => start + prefix + path,
  );
}
