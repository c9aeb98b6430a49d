import { type Tx } from '@siteninja/events';
import { type ContentCtx } from '../context';
import { type MenuItem } from '../markup/site';
import { activateRelease, type LiveContent } from '../releases/release';
import { type ReleaseEntry } from '../releases/release.model';
import { type LiveFacts, type PageRow, pages } from './page.model';

/**
 * Makes a release of the pages that are live. Call it in the transaction that changed the site.
 * @param causedBy the event that the release follows from; a consumer's own event where absent
 * @throws unavailable while the tenant's own events have not arrived
 */
export async function releaseLivePages(tx: Tx<ContentCtx>, causedBy?: string): Promise<void> {
  await activateRelease(tx, contentOf(await livePages(tx)), causedBy);
}

type LivePage = PageRow & { live: LiveFacts; publishedVersion: number };

function contentOf(live: readonly LivePage[]): LiveContent {
  return {
    entries: live.map(entryOf),
    assetIds: live.flatMap((page) => page.live.assetIds),
    defaultMenu: defaultMenu(live),
  };
}

/** In the order of creation, the home page first. */
async function livePages(tx: ContentCtx): Promise<LivePage[]> {
  const rows = await pages
    .in(tx)
    .find(
      { publishedVersion: { $gte: 1 }, deletedAt: null },
      { sort: { _id: 1 }, select: { sections: 0, templateSections: 0 } },
    );
  return rows
    .filter(isLive)
    .sort((first, second) => Number(second.path === '/') - Number(first.path === '/'));
}

function isLive(row: PageRow): row is LivePage {
  return row.live !== null && row.publishedVersion !== null;
}

function entryOf({ _id, path, publishedVersion, publishedAt, live }: LivePage): ReleaseEntry {
  const { title, noIndex, canonicalUrl } = live;
  return {
    path,
    pageId: _id,
    version: publishedVersion,
    title,
    noIndex,
    canonicalUrl,
    publishedAt: publishedAt?.toISOString() ?? '',
  };
}

/** More do not fit beside the name of the business. */
const MAX_MENU_ITEMS = 6;

/** The first live top-level pages. */
function defaultMenu(live: readonly LivePage[]): MenuItem[] {
  return live
    .filter(({ parentId }) => parentId === null)
    .slice(0, MAX_MENU_ITEMS)
    .map(({ path, live: { title } }) => ({ label: title, href: path, openInNewTab: false, children: [] }));
}
