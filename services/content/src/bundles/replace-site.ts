import { chunked, tenantOf } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { readAsset } from '../assets/asset';
import { assets } from '../assets/asset.projection';
import { type ContentCtx } from '../context';
import { deletedAt } from '../pages/delete-page';
import { newPageRow } from '../pages/page';
import { presentPage } from '../sites/present-page';
import { crawlers } from '../sites/crawlers.model';
import { navigationItems } from '../sites/navigation-item.model';
import { presentSchedule } from '../sites/page-schedules';
import { type PageRow, pages } from '../sites/page.model';
import { assertRoomForPages } from '../sites/plan-limits';
import { readySite } from '../sites/ready-site';
import { redirects } from '../sites/redirect.model';
import { schedules } from '../sites/schedule.model';
import { sites } from '../sites/site.model';
import { lockTree } from '../sites/tree-lock';
import { newDraft } from './import.schema';
import { type PreparedSite } from './prepare-site';

const ROWS_AT_ONCE = 50;

/**
 * Puts a prepared site in the place of the drafts and what surrounds them. Of what follows, the pages alone have events
 * of their own: others keep account of them.
 * @returns the id of the import
 * @throws payment_required `plan.limit_reached`
 */
export async function replaceSite(tx: Tx<ContentCtx>, site: PreparedSite): Promise<string> {
  await lockTree(tx);
  await assertRoomForPages(tx, site.pageCount);
  const causedBy = await recordImport(tx, site);
  await removePages(tx, causedBy);
  await cancelSchedules(tx, causedBy);
  await addAssets(tx, site);
  await addPages(tx, site, causedBy);
  await navigationItems.in(tx).delete({});
  await redirects.in(tx).delete({});
  if (site.items.length > 0) await navigationItems.in(tx).insertMany(site.items);
  if (site.redirects.length > 0) await redirects.in(tx).insertMany(site.redirects);
  await crawlers.in(tx).upsert({}, { $set: site.crawlers });
  return site.importId;
}

/** @returns the id of the event */
async function recordImport(tx: Tx<ContentCtx>, site: PreparedSite): Promise<string> {
  const { importId, pageCount, items, branding } = site;
  const { _id, liveReleaseId } = await readySite(tx);
  const { revision } = await sites.in(tx).update(_id, { hasUnpublishedImport: liveReleaseId !== null });
  const tenantId = tenantOf(tx);
  const { id } = tx.record({
    type: 'site.imported',
    resource: { type: 'site', id: tenantId, version: revision },
    data: {
      ...{ id: tenantId, tenantId, importId, pages: pageCount, navigationItems: items.length },
      ...{ redirects: site.redirects.length, assets: site.assets.length, branding },
    },
  });
  return id;
}

/** Deletes the former pages, which can be restored. Where they are live they stay so, see `hasUnpublishedImport`. */
async function removePages(tx: Tx<ContentCtx>, causedBy: string): Promise<void> {
  const gone = deletedAt(tx.clock.now());
  for (;;) {
    const rows = await pages.in(tx).find({ deletedAt: null }, { sort: { _id: 1 }, limit: ROWS_AT_ONCE });
    if (rows.length === 0) return;
    await pages.in(tx).updateEach(rows.map((row) => ({ row, set: gone })));
    for (const row of rows) recordPage(tx, 'page.deleted', row, causedBy);
  }
}

/** A consequence: it has no audit entry, and so needs no difference. */
function recordPage(
  tx: Tx<ContentCtx>,
  type: 'page.created' | 'page.deleted',
  row: PageRow,
  causedBy: string,
): void {
  const version = type === 'page.deleted' ? row.revision + 1 : row.revision;
  tx.record({ type, resource: { type: 'page', id: row._id, version }, data: presentPage(row), causedBy });
}

/** What was going to happen to former pages; their jobs find later that there is nothing to do. */
async function cancelSchedules(tx: Tx<ContentCtx>, causedBy: string): Promise<void> {
  const pending = await schedules.in(tx).find({ status: 'pending' }, { sort: { _id: 1 } });
  const rows = pending.filter(({ pageId }) => pageId !== null);
  const after = await schedules
    .in(tx)
    .updateEach(rows.map((row) => ({ row, set: { status: 'cancelled' as const } })));
  for (const row of after) {
    const resource = { type: 'schedule', id: row._id, version: row.revision };
    tx.record({ type: 'schedule.cancelled', resource, data: presentSchedule(row), causedBy });
  }
}

/** Until the events of the assets arrive, what the asset service has said of them counts. */
async function addAssets(tx: Tx<ContentCtx>, site: PreparedSite): Promise<void> {
  const rows = site.assets.map(({ made, alt }) => {
    const { id, kept } = readAsset(tx, made);
    return { _id: id, version: 0, ...kept, alt, isDeleted: false };
  });
  for (const batch of chunked(rows, ROWS_AT_ONCE)) await assets.in(tx).insertMany(batch);
}

async function addPages(tx: Tx<ContentCtx>, site: PreparedSite, causedBy: string): Promise<void> {
  for await (const drafts of site.pages.batches(newDraft, ROWS_AT_ONCE)) {
    const rows = drafts.map(({ id: _id, path, ...content }) => ({
      _id,
      ...newPageRow(tx, { ...content, status: 'draft' }, path),
    }));
    for (const row of await pages.in(tx).insertMany(rows)) recordPage(tx, 'page.created', row, causedBy);
  }
}
