import { chunked } from '@siteninja/core';
import { type ContentCtx } from '../context';
import { type ListedPage, renderLlms } from '../rendering/render-markdown';
import { listedPages } from '../rendering/sitemap';
import { effectiveSeo } from '../seo/effective-seo';
import { livePageOf } from '../sites/live-page';
import { pageVersions } from '../sites/page-version.model';
import { type MadeRelease, type ReleaseEntry } from '../sites/release.model';

/** Versions hold whole pages, so that few of them are in memory at once. */
const BATCH = 50;

/** `/llms.txt` of a release: the pages that may be listed, with their descriptions. */
export async function llmsOf(ctx: ContentCtx, release: MadeRelease): Promise<string> {
  const { site, entries } = release;
  const listed = listedPages(site.origin, entries);
  const pages: ListedPage[] = [];
  for (const batch of chunked(listed, BATCH)) pages.push(...(await describe(ctx, release, batch)));
  return renderLlms(site, pages);
}

async function describe(
  ctx: ContentCtx,
  { site }: MadeRelease,
  entries: readonly ReleaseEntry[],
): Promise<ListedPage[]> {
  const wanted = entries.map(({ pageId, version }) => ({ pageId, number: version }));
  const versions = await pageVersions.in(ctx).find({ $or: wanted });
  const byPage = new Map(versions.map((version) => [version.pageId, version]));
  return entries.map(({ pageId, path, title }) => {
    const version = byPage.get(pageId);
    const seo = version && effectiveSeo(site, livePageOf({ ...version, path }, site));
    return { path, title, description: seo?.metaDescription ?? null };
  });
}
