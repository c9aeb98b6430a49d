import { chunked, SYSTEM, tenantOf } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { defineJob, jobKind, schedule } from '@siteninja/jobs';
import { s } from '@siteninja/schema';
import { type ContentCtx } from '../context';
import { checksumOf } from './checksum';
import { liveFactsOf, takenDown } from './live-facts';
import { type PageVersionRow, pageVersions } from './page-version.model';
import { type PageRow, pages } from './page.model';
import { recordPage } from './present-page';
import { type ReleaseEntry, releases } from './release.model';
import { sites } from './site.model';

/** More of them take longer to write than a roll-back may take. */
const MAX_AT_ONCE = 20;
/** Other requests get their turn in between. */
const WRITTEN_TOGETHER = 50;

const followKind = jobKind('releases.follow', s.object({}));

/**
 * Brings the pages in line with a release that has become live: which of them are, and in which version. A few are
 * written at once. Many follow right after the transaction, by a job, or by whoever takes the lock of the tree before
 * that has run; until then only the pages themselves say what was live before.
 * @param before what was live until now, with which the pages are in line
 * @param causedBy the event of the activation
 */
export async function followRelease(
  tx: Tx<ContentCtx>,
  change: { before: readonly ReleaseEntry[]; after: readonly ReleaseEntry[]; causedBy: string },
): Promise<void> {
  const { causedBy } = change;
  const [before, after] = [versionsOf(change.before), versionsOf(change.after)];
  const ids = [...new Set([...before.keys(), ...after.keys()])];
  const differing = ids.filter((id) => before.get(id) !== after.get(id));
  if (differing.length <= MAX_AT_ONCE) {
    await write(tx, differing, after, causedBy);
    return;
  }
  await sites.in(tx).updateOne({}, { $set: { unfollowedEventId: causedBy } });
  await schedule(tx, { kind: followKind, key: tenantOf(tx), dueAt: tx.clock.now(), data: {} });
}

export const followLater = defineJob<ContentCtx, object>({ kind: followKind, handle: catchUp });

/** Has the pages follow the live release, if they have not yet. It locks the tree. */
export async function catchUp(tx: Tx<ContentCtx>): Promise<void> {
  await sites.in(tx).lock({}, 'treeLock');
  const site = await sites.in(tx).findOne({}, { select: { liveReleaseId: 1, unfollowedEventId: 1 } });
  if (!site?.liveReleaseId || site.unfollowedEventId === null) return;
  const { unfollowedEventId: causedBy } = site;
  const { entries } = await releases.in(tx).get(site.liveReleaseId, {}, { select: { entries: 1 } });
  const after = versionsOf(entries);
  const known = await pages.in(tx).find({ deletedAt: null }, { select: { publishedVersion: 1 } });
  const differing = known.filter(
    ({ _id, publishedVersion }) => publishedVersion !== (after.get(_id) ?? null),
  );
  const ids = differing.map(({ _id }) => _id);
  // Whoever needs the pages in line is not who had the release activated.
  await transaction({ ...tx, caller: SYSTEM, request: null }, (own) => write(own, ids, after, causedBy));
  await sites.in(tx).updateOne({}, { $set: { unfollowedEventId: null } });
}

function versionsOf(entries: readonly ReleaseEntry[]): ReadonlyMap<string, number> {
  return new Map(entries.map(({ pageId, version }) => [pageId, version]));
}

async function write(
  tx: Tx<ContentCtx>,
  ids: readonly string[],
  versions: ReadonlyMap<string, number>,
  causedBy: string,
): Promise<void> {
  for (const some of chunked(ids, WRITTEN_TOGETHER)) await writeSome(tx, some, versions, causedBy);
}

async function writeSome(
  tx: Tx<ContentCtx>,
  ids: readonly string[],
  versions: ReadonlyMap<string, number>,
  causedBy: string,
): Promise<void> {
  const rows = await pages.in(tx).find({ _id: { $in: [...ids] }, deletedAt: null });
  const up = rows.filter(({ _id }) => versions.has(_id));
  const down = rows.filter(({ _id }) => !versions.has(_id));
  const live = await pages.in(tx).updateEach(await liveStates(tx, up, versions));
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
