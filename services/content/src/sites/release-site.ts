import { randomBytes } from 'node:crypto';
import { type DomainEvent, release as releaseContract } from '@siteninja/contracts';
import { ensure, namedAssetIds, presenter, tenantOf, unavailable, userOf } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { deletedAssets, filesOf, siteAssets } from '../assets/asset';
import { type ContentCtx } from '../context';
import { illustrationsAmong } from '../illustrations/site-pictures';
import { deadLinksOf, menuWithoutDeadLinks } from '../markup/dead-links';
import { forwardedMenu, forwardTo } from '../markup/present-files';
import { type MenuItem, type RenderedSite } from '../markup/site';
import { activations } from './activation.model';
import { crawlerRulesOf } from './crawlers.model';
import { siteLocations, withoutPastExceptions } from './location.projection';
import { menusFor } from './menus';
import { pages } from './page.model';
import { type ReadySite, readySite } from './ready-site';
import { redirectsFor } from './redirects';
import { type MadeRelease, type ReleaseEntry, type ReleaseRow, releases } from './release.model';
import { profileOf } from './site-profile';
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
 * @param how the event that it follows from (a consumer's own event where absent), and the staged release that it is
 *   made of
 * @throws unavailable while the tenant's own events have not arrived
 */
export async function releaseSite(
  tx: Tx<ContentCtx>,
  changes: PageChanges = {},
  how: { causedBy?: string | undefined; staged?: ReleaseRow } = {},
): Promise<DomainEvent | null> {
  const known = await sites.in(tx).findOne({}, { select: { liveReleaseId: 1 } });
  if (!known?.liveReleaseId && !changes.published?.length) return null;
  const site = await readySite(tx);
  const isFormer = showsFormerSite(site, changes);
  const made = {
    number: site.releaseCount + 1,
    ...(await contentOf(tx, site, changes)),
    activatedAt: tx.clock.now(),
    activatedBy: userOf(tx),
    formKey: randomBytes(32).toString('base64url'),
  };
  const { staged, causedBy } = how;
  const row = staged
    ? await releases.in(tx).update(staged._id, made)
    : await releases.in(tx).insert({ ...made, name: null, items: null });
  return activateRelease(tx, site, { ...row, ...made }, { causedBy, isFormer });
}

/** Whether the next release still shows the site that an import has replaced: until a page of the import is published. */
function showsFormerSite({ hasUnpublishedImport }: SiteRow, { published = [] }: PageChanges): boolean {
  return hasUnpublishedImport && published.length === 0;
}

/**
 * Moves the pointer to the live release, by compare-and-set: nothing else may have become live meanwhile.
 * @param how the event that it follows from; whether the release still shows the site that an import has replaced
 */
export async function activateRelease(
  tx: Tx<ContentCtx>,
  site: SiteRow,
  release: MadeRelease,
  { causedBy, isFormer = false }: { causedBy?: string | undefined; isFormer?: boolean } = {},
): Promise<DomainEvent> {
  const sequence = site.activationCount + 1;
  const set = {
    liveReleaseId: release._id,
    releaseCount: Math.max(release.number, site.releaseCount),
    activationCount: sequence,
    hasUnpublishedImport: isFormer,
  };
  const { _id, liveReleaseId } = site;
  const moved = await sites.in(tx).updateOne({ _id, liveReleaseId }, { $set: set });
  ensure(moved, () => unavailable('release.superseded', 'Another release became live. Try again.'));
  const activated = { activatedAt: tx.clock.now(), activatedBy: userOf(tx) };
  await activations.in(tx).insert({ releaseId: release._id, sequence, ...activated });
  const event = tx.record({
    type: 'release.activated',
    resource: { type: 'release', id: release._id, version: sequence },
    data: presentRelease(release, release._id),
    causedBy,
  });
  await refreshHostCache(tx);
  return event;
}

const presentRow = presenter(releaseContract);

/** @param liveReleaseId the one that visitors see */
export function presentRelease(row: ReleaseRow, liveReleaseId: string | null) {
  const { entries, site, tenantId } = row;
  return presentRow({
    ...row,
    status: releaseStatus(row, liveReleaseId),
    entries: entries.map(({ path, pageId, version }) => ({ path, pageId, version })),
    assetIds: usedAssetIds(tenantId, entries, site),
  });
}

/** The assets that the live site shows or leads to, on pages, in its brand, by its menus or redirects. */
export async function liveAssetIds(tx: ContentCtx): Promise<string[]> {
  const site = await sites.in(tx).findOne({});
  if (!site?.liveReleaseId) return [];
  const { site: shown } = await releases.in(tx).get(site.liveReleaseId);
  const used = usedAssetIds(tenantOf(tx), await liveEntries(tx, site), shown);
  return [...used, ...Object.keys(shown?.assets ?? {})];
}

/** What pages, menus and redirects show or lead to and is not gone; the brand has references of its own. */
function usedAssetIds(
  tenantId: string,
  entries: readonly ReleaseEntry[],
  site: RenderedSite | null,
): string[] {
  const gone = new Set(site?.goneAssetIds);
  const linked = namedAssetIds([site?.navigation, site?.redirects], tenantId);
  const named = [...entries.flatMap(({ assetIds = [] }) => assetIds), ...linked];
  return [...new Set(named)].filter((id) => !gone.has(id));
}

export function releaseStatus(
  { _id, number }: Pick<ReleaseRow, '_id' | 'number'>,
  liveReleaseId: string | null,
): 'staged' | 'live' | 'superseded' {
  if (number === null) return 'staged';
  return _id === liveReleaseId ? 'live' : 'superseded';
}

/**
 * The site as the next release would have it, which is stored nowhere.
 * @throws unavailable while the tenant's own events have not arrived
 */
export async function nextSite(
  ctx: ContentCtx,
  changes: PageChanges,
): Promise<{ entries: ReleaseEntry[]; site: RenderedSite }> {
  return contentOf(ctx, await readySite(ctx), changes);
}

async function contentOf(
  tx: ContentCtx,
  site: ReadySite,
  changes: PageChanges,
): Promise<{ entries: ReleaseEntry[]; site: RenderedSite }> {
  const isFormer = showsFormerSite(site, changes);
  const base = site.hasUnpublishedImport && !isFormer ? [] : await liveEntries(tx, site);
  const entries = changed(base, changes);
  const frame = isFormer ? await liveFrame(tx, site) : await frameOf(tx, site, entries);
  return { entries, site: await siteOf(tx, site, entries, frame) };
}

type Entry = ReleaseEntry & { assetIds: string[] };

/** The pages that are live, at the paths that they have now. */
async function liveEntries(tx: ContentCtx, site: SiteRow): Promise<Entry[]> {
  if (site.liveReleaseId === null) return [];
  const live = await releases.in(tx).get(site.liveReleaseId);
  // The pages of a site that an import has replaced are deleted, and live all the same.
  if (site.hasUnpublishedImport) return live.entries.map((entry) => ({ assetIds: [], ...entry }));
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

/** What stands around the pages, and is replaced with them by an import. */
type Frame = Pick<RenderedSite, 'branding' | 'navigation' | 'redirects' | 'crawlers'>;

async function frameOf(tx: ContentCtx, site: SiteRow, entries: readonly Entry[]): Promise<Frame> {
  return {
    branding: brandingOf(site),
    navigation: await menusFor(tx, entries),
    redirects: await redirectsFor(tx, entries),
    crawlers: await crawlerRulesOf(tx),
  };
}

async function liveFrame(tx: ContentCtx, site: SiteRow): Promise<Frame> {
  const { site: live } = await releases.in(tx).get(site.liveReleaseId ?? '');
  if (!live) throw new Error('The live release has no site.');
  const { branding, navigation, redirects, crawlers } = live;
  const later = { ...(redirects ? { redirects } : {}), ...(crawlers ? { crawlers } : {}) };
  return { branding, navigation, ...later };
}

async function siteOf(
  tx: ContentCtx,
  site: ReadySite,
  entries: readonly Entry[],
  { branding, navigation: menus, redirects, ...rest }: Frame,
): Promise<RenderedSite> {
  const tenant = { id: tenantOf(tx), ...site.facts };
  const shownIds = [...entries.flatMap((entry) => entry.assetIds), ...brandAssetIds(branding)];
  const linkedIds = namedAssetIds([menus, redirects], tenant.id);
  const goneAssetIds = await deletedAssets(tx, [...shownIds, ...linkedIds]);
  const assets = await siteAssets(tx, shownIds);
  const files = await filesOf(
    tx,
    [...shownIds, ...linkedIds].filter((id) => !(id in assets)),
  );
  const isDead = deadLinksOf({ tenant, goneAssetIds });
  const forward = forwardTo({ tenant, assets, files });
  const menu = (items: readonly MenuItem[]) => forwardedMenu(menuWithoutDeadLinks(items, isDead), forward);
  const leading = redirects
    ?.filter(({ to }) => !isDead(to))
    .map((redirect) => ({ ...redirect, to: forward(redirect.to) }));
  return {
    tenant,
    branding,
    navigation: { header: menu(menus.header), footer: menu(menus.footer) },
    profile: profileOf(site),
    locations: withoutPastExceptions(await siteLocations(tx, site), tx.clock.now()),
    ...(leading ? { redirects: leading } : {}),
    ...rest,
    origin: site.origin,
    assets: { ...assets, ...illustrationsAmong(shownIds, branding) },
    files,
    ...(goneAssetIds.length === 0 ? {} : { goneAssetIds }),
  };
}
