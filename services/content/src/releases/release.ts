import { ensure, newId, tenantOf, unavailable, userOf } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { siteAssets } from '../assets/asset';
import { type ContentCtx } from '../context';
import { type MenuItem, type RenderedSite } from '../markup/site';
import { type LiveFacts, type PageRow, pages } from '../pages/page.model';
import { brandAssetIds, brandingOf } from '../sites/site-brand';
import { hostsChange } from '../sites/site-host';
import { type SiteRow, sites, type TenantFacts } from '../sites/site.model';
import { type ReleaseEntry, type ReleaseRow, releases } from './release.model';

/**
 * Makes a release of everything that is live by now, and moves visitors to it. It belongs into the transaction
 * of whatever changed the site.
 * @param causedBy the event that it follows from; a consumer's own event where absent
 * @throws unavailable while the tenant's own events have not arrived
 */
export async function activateRelease(tx: Tx<ContentCtx>, causedBy?: string): Promise<void> {
  const site = await sites.in(tx).findOne({});
  ensure(isReady(site), () => unavailable('site.not_ready', 'The site is still being set up. Try again.'));
  const release = await releases.in(tx).insert(await releaseOf(tx, site));
  // Compare-and-set: nothing else may have become live since the pages were read.
  const moved = await sites
    .in(tx)
    .update(
      { _id: site._id, liveReleaseId: site.liveReleaseId },
      { $set: { liveReleaseId: release._id, releaseCount: release.number } },
    );
  ensure(moved, () => unavailable('release.superseded', 'Another release became live. Try again.'));
  tx.record({
    type: 'release.activated',
    resource: { type: 'release', id: release._id, version: release.number },
    data: presentRelease(release),
    ...(causedBy === undefined ? {} : { causedBy }),
  });
  await hostsChange(tx);
}

function presentRelease(row: ReleaseRow) {
  return {
    id: row._id,
    tenantId: row.tenantId,
    number: row.number,
    entries: row.entries.map(({ path, pageId, version }) => ({ path, pageId, version })),
    activatedAt: row.activatedAt.toISOString(),
    activatedBy: row.activatedBy,
  };
}

type ReadySite = SiteRow & { facts: TenantFacts; origin: string };

function isReady(site: SiteRow | null): site is ReadySite {
  return site !== null && site.facts !== null && site.origin !== null;
}

async function releaseOf(tx: Tx<ContentCtx>, site: ReadySite) {
  const live = await livePages(tx);
  const branding = brandingOf(site);
  const assetIds = [...live.flatMap((page) => page.live.assetIds), ...brandAssetIds(branding)];
  const frozen: RenderedSite = {
    tenant: { id: tenantOf(tx), ...site.facts },
    branding,
    navigation: { header: defaultMenu(live), footer: [] },
    origin: site.origin,
    assets: await siteAssets(tx, assetIds),
  };
  return {
    _id: newId(),
    number: site.releaseCount + 1,
    entries: live.map(entryOf),
    site: frozen,
    activatedAt: tx.clock.now(),
    activatedBy: userOf(tx),
  };
}

type LivePage = PageRow & { live: LiveFacts; publishedVersion: number };

/** In the order of their making, home first. */
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

/** The header of a tenant that has made none: its live top-level pages. */
function defaultMenu(live: readonly LivePage[]): MenuItem[] {
  return live
    .filter(({ parentId }) => parentId === null)
    .map(({ path, live: { title } }) => ({ label: title, href: path, openInNewTab: false, children: [] }));
}
