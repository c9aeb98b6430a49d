import { DomainError, invalid, requireMatch } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { type ContentCtx } from '../context';
import { liveFactsOf, takenDown } from '../sites/live-facts';
import { checksumOf } from '../sites/checksum';
import { type PageVersionRow, pageVersions } from '../sites/page-version.model';
import { type PageRow, pages } from '../sites/page.model';
import { recordPage } from '../sites/present-page';
import { readySite } from '../sites/ready-site';
import { activateRelease, presentRelease } from '../sites/release-site';
import { isMade, type MadeRelease, type ReleaseRow, releases } from '../sites/release.model';
import { type SiteRow } from '../sites/site.model';
import { lockTree } from '../sites/tree-lock';
import { planOf, publishPages } from './publish-pages';
import { deletedPages, itemOf } from './release';

/**
 * Makes a release the live one: a staged one by doing what it says, an earlier one again with the same bytes. The live
 * one stays live, and nothing is recorded.
 * @throws not_found, invalid with every blocker, conflict `release.page_deleted`, precondition_failed
 */
export function goLive(ctx: ContentCtx, id: string) {
  return transaction(ctx, async (tx) => {
    await lockTree(tx);
    const row = await releases.in(tx).get(id);
    const site = await readySite(tx);
    requireMatch(tx, () => presentRelease(row, site.liveReleaseId));
    return activateRow(tx, site, row);
  });
}

/**
 * Activates inside a transaction that has called `lockTree`.
 * @param causedBy the event that it follows from, where activating is not what was asked for
 */
export async function activateRow(tx: Tx<ContentCtx>, site: SiteRow, row: ReleaseRow, causedBy?: string) {
  if (row._id === site.liveReleaseId) return presentRelease(row, row._id);
  if (!isMade(row)) return activateStaged(tx, row, causedBy);
  await requirePages(tx, row);
  const event = await activateRelease(tx, site, row, { causedBy });
  await followRelease(tx, row, event.id);
  return presentRelease(row, row._id);
}

async function activateStaged(tx: Tx<ContentCtx>, row: ReleaseRow, causedBy?: string) {
  const items = row.items ?? [];
  const { plan, errors } = await planOf(tx, items);
  if (errors.length > 0) throw invalid(errors);
  await publishPages(tx, plan, { fieldOf: itemOf(items), staged: row, causedBy });
  return presentRelease(await releases.in(tx).get(row._id), row._id);
}

async function requirePages(tx: ContentCtx, row: MadeRelease): Promise<void> {
  const details = await deletedPages(tx, row);
  if (details.length === 0) return;
  const message = 'Pages of this release have been deleted since. Restore them first.';
  throw new DomainError('conflict', 'release.page_deleted', message, { details });
}

/** Brings the pages in line with the release that has become live: which of them are, and in which version. */
async function followRelease(tx: Tx<ContentCtx>, release: MadeRelease, causedBy: string): Promise<void> {
  const versions = new Map(release.entries.map(({ pageId, version }) => [pageId, version]));
  const known = await pages.in(tx).find({ deletedAt: null }, { select: { publishedVersion: 1 } });
  const differing = known.filter(
    ({ _id, publishedVersion }) => publishedVersion !== (versions.get(_id) ?? null),
  );
  // What stays as it is is not read: going back costs what differs, and not the whole site.
  const rows = await pages.in(tx).find({ _id: { $in: differing.map(({ _id }) => _id) } });
  const up = rows.filter(({ _id }) => versions.has(_id));
  const down = rows.filter(({ _id }) => !versions.has(_id));
  const sets = await liveStates(tx, up, versions);
  const live = await pages.in(tx).updateEach(sets);
  const draft = await pages.in(tx).updateEach(down.map((row) => ({ row, set: takenDown('draft') })));
  for (const row of live) recordPage(tx, 'page.published', row, causedBy);
  for (const row of draft) recordPage(tx, 'page.unpublished', row, causedBy);
}

async function liveStates(tx: ContentCtx, rows: readonly PageRow[], versions: ReadonlyMap<string, number>) {
  const wanted = rows.map(({ _id: pageId }) => ({ pageId, number: versions.get(pageId) ?? 0 }));
  const found: PageVersionRow[] = [];
  // Most pages of a release have one of a few numbers, and a query for each of these is better than one for each page.
  for (const number of new Set(wanted.map((each) => each.number))) {
    const ids = wanted.filter((each) => each.number === number).map(({ pageId }) => pageId);
    found.push(...(await pageVersions.in(tx).find({ pageId: { $in: ids }, number })));
  }
  const byPage = new Map(found.map((version) => [version.pageId, version]));
  return rows.map((row) => {
    const version = byPage.get(row._id);
    if (!version) throw new Error(`A version of the page ${row._id} is gone.`);
    const { number: publishedVersion, publishedAt, title, sections, seo } = version;
    const live = liveFactsOf({ tenantId: row.tenantId, title, sections, seo });
    const hasUnpublishedChanges = checksumOf(row) !== live.checksum;
    return {
      row,
      set: { status: 'published' as const, publishedVersion, publishedAt, live, hasUnpublishedChanges },
    };
  });
}
