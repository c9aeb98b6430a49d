import { release as releaseContract } from '@siteninja/contracts';
import { ensure, newId, presenter, tenantOf, unavailable, userOf } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { siteAssets } from '../assets/asset';
import { type ContentCtx } from '../context';
import { type MenuItem, type RenderedSite, type SiteFacts } from '../markup/site';
import { brandAssetIds, brandingOf } from '../sites/site-brand';
import { refreshHostCache } from '../sites/site-host';
import { type SiteRow, sites } from '../sites/site.model';
import { type ReleaseEntry, type ReleaseRow, releases } from './release.model';

/** What a release holds of the pages. */
export interface LiveContent {
  entries: ReleaseEntry[];
  /** The assets that the pages show. */
  assetIds: string[];
  /** The header menu of a tenant that has made none. */
  defaultMenu: MenuItem[];
}

/**
 * Makes a release of what is live, and makes it the live one. Call it in the transaction of the change.
 * @param causedBy the event that it follows from; a consumer's own event where absent
 * @throws unavailable while the tenant's own events have not arrived
 */
export async function activateRelease(
  tx: Tx<ContentCtx>,
  live: LiveContent,
  causedBy?: string,
): Promise<void> {
  const site = await sites.in(tx).findOne({});
  ensure(isReady(site), () => unavailable('site.not_ready', 'The site is still being set up. Try again.'));
  const release = await releases.in(tx).insert(await releaseOf(tx, site, live));
  // Compare-and-set: nothing else may have become live since the pages were read.
  const moved = await sites
    .in(tx)
    .updateOne(
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

async function releaseOf(tx: Tx<ContentCtx>, site: ReadySite, live: LiveContent) {
  const branding = brandingOf(site);
  const assetIds = [...live.assetIds, ...brandAssetIds(branding)];
  const frozen: RenderedSite = {
    tenant: { id: tenantOf(tx), ...site.facts },
    branding,
    navigation: { header: live.defaultMenu, footer: [] },
    origin: site.origin,
    assets: await siteAssets(tx, assetIds),
  };
  return {
    _id: newId(),
    number: site.releaseCount + 1,
    entries: live.entries,
    site: frozen,
    activatedAt: tx.clock.now(),
    activatedBy: userOf(tx),
  };
}
