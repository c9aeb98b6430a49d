import { release as releaseContract } from '@siteninja/contracts';
import { ensure, presenter, tenantOf, unavailable, userOf } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { siteAssets } from '../assets/asset';
import { type ContentCtx } from '../context';
import { type RenderedSite, type SiteFacts } from '../markup/site';
import { menusFor } from './menus';
import { pages } from './page.model';
import { redirectsFor } from './redirects';
import { type ReleaseEntry, type ReleaseRow, releases } from './release.model';
import { brandAssetIds, brandingOf } from './site-brand';
import { refreshHostCache } from './site-host';
import { type SiteRow, sites } from './site.model';

/** How the pages of the next release differ from those of the live one. */
export interface PageChanges {
  /** Pages as they are published now, in place of what is live of them. */
  published?: readonly ReleaseEntry[];
  /** Ids of pages that leave the site. */
  removed?: readonly string[];
  /** Page id → new path. */
  moved?: ReadonlyMap<string, string>;
}

/**
 * Makes a release and makes it the live one: the pages of the live release with these changes, and branding, menus
 * and redirects as they are now. It is called in the transaction of the change. Before the first page is published
 * there is nothing to make live.
 * @param causedBy the event that it follows from; a consumer's own event where absent
 * @throws unavailable while the tenant's own events have not arrived
 */
export async function releaseSite(
  tx: Tx<ContentCtx>,
  changes: PageChanges = {},
  causedBy?: string,
): Promise<void> {
  const site = await sites.in(tx).findOne({});
  if (!site?.liveReleaseId && !changes.published?.length) return;
  ensure(isReady(site), () => unavailable('site.not_ready', 'The site is still being set up. Try again.'));
  const entries = changed(await liveEntries(tx, site), changes);
  const release = await releases.in(tx).insert({
    number: site.releaseCount + 1,
    entries,
    site: await frozenSite(tx, site, entries),
    activatedAt: tx.clock.now(),
    activatedBy: userOf(tx),
  });
  await activate(tx, site, release, causedBy);
}

/** Moves the pointer to the live release, by compare-and-set: nothing else may have become live meanwhile. */
async function activate(
  tx: Tx<ContentCtx>,
  site: SiteRow,
  release: ReleaseRow,
  causedBy?: string,
): Promise<void> {
  const moved = await sites
    .in(tx)
    .updateOne(
      { _id: site._id, liveReleaseId: site.liveReleaseId },
      { $set: { liveReleaseId: release._id, releaseCount: Math.max(release.number, site.releaseCount) } },
    );
  ensure(moved, () => unavailable('release.superseded', 'Another release became live. Try again.'));
  tx.record({
    type: 'release.activated',
    resource: { type: 'release', id: release._id, version: release.number },
    data: presentRelease(release),
    ...(causedBy === undefined ? {} : { causedBy }),
  });
  await refreshHostCache(tx);
}

const presentRow = presenter(releaseContract);

function presentRelease(row: ReleaseRow) {
  const entries = row.entries.map(({ path, pageId, version }) => ({ path, pageId, version }));
  return presentRow({ ...row, entries });
}

type ReadySite = SiteRow & { facts: SiteFacts; origin: string };

function isReady(site: SiteRow | null): site is ReadySite {
  return site !== null && site.facts !== null && site.origin !== null;
}

type Entry = ReleaseEntry & { assetIds: string[] };

/** The pages that are live, at the paths that they have now. */
async function liveEntries(tx: ContentCtx, site: SiteRow): Promise<Entry[]> {
  if (site.liveReleaseId === null) return [];
  const live = await releases.in(tx).get(site.liveReleaseId);
  const isNewest = live.number === site.releaseCount;
  const entries = live.entries.filter(isWhole);
  if (isNewest && entries.length === live.entries.length) return entries;
  return upToDate(tx, live.entries);
}

function isWhole(entry: ReleaseEntry): entry is Entry {
  return entry.assetIds !== undefined;
}

/**
 * After a roll-back pages may lie elsewhere than in the release that is live again. The rows also know the assets of
 * entries that were made before releases named them.
 */
async function upToDate(tx: ContentCtx, entries: readonly ReleaseEntry[]): Promise<Entry[]> {
  const ids = entries.map(({ pageId }) => pageId);
  const select = { path: 1, 'live.assetIds': 1 } as const;
  const rows = await pages.in(tx).find({ _id: { $in: ids }, deletedAt: null }, { select });
  const known = new Map(rows.map((row) => [row._id, row]));
  return entries.flatMap((entry) => {
    const row = known.get(entry.pageId);
    if (!row) return [];
    return { ...entry, path: row.path, assetIds: entry.assetIds ?? row.live?.assetIds ?? [] };
  });
}

/** The home page first, then in the order in which the pages were created, as their ids are. */
function changed(live: readonly Entry[], { published = [], removed = [], moved }: PageChanges): Entry[] {
  const left = new Set([...removed, ...published.map(({ pageId }) => pageId)]);
  return [...live.filter(({ pageId }) => !left.has(pageId)), ...published]
    .map((entry) => ({
      ...entry,
      path: moved?.get(entry.pageId) ?? entry.path,
      assetIds: entry.assetIds ?? [],
    }))
    .sort((first, second) => rank(first).localeCompare(rank(second)));
}

function rank({ path, pageId }: ReleaseEntry): string {
  return path === '/' ? '' : pageId;
}

async function frozenSite(tx: ContentCtx, site: ReadySite, entries: readonly Entry[]): Promise<RenderedSite> {
  const branding = brandingOf(site);
  return {
    tenant: { id: tenantOf(tx), ...site.facts },
    branding,
    navigation: await menusFor(tx, entries),
    redirects: await redirectsFor(tx, entries),
    origin: site.origin,
    assets: await siteAssets(tx, [
      ...entries.flatMap(({ assetIds }) => assetIds),
      ...brandAssetIds(branding),
    ]),
  };
}
