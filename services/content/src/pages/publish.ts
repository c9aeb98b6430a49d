import { conflict, ensure, invalid, requireMatch, userOf } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { unknownAssets } from '../assets/asset';
import { type ContentCtx } from '../context';
import { type ReleaseEntry } from '../sites/release.model';
import { lockTree } from '../sites/tree-lock';
import { type PageChanges, releaseSite } from '../sites/release-site';
import { checksumOf, linksOf, pageAssetIds } from './page-content';
import { childrenOf, homeIsProtected, isHome } from './page-tree';
import { pageVersions } from '../sites/page-version.model';
import { type LiveFacts, type PageRow, pages } from '../sites/page.model';
import { type PageStatus } from './page.schema';
import { existingPage, presentPage } from './read-page';

export function mayPublish({ caller }: ContentCtx): boolean {
  return caller.isSuperAdmin || caller.permissions.has('publish:pages');
}

/**
 * Freezes the page into a version and makes it live in a new release of the site.
 * @throws not_found, invalid with every blocker, precondition_failed
 */
export function publishPage(ctx: ContentCtx, id: string) {
  return transaction(ctx, async (tx) => {
    await lockTree(tx);
    const row = await existingPage(tx, id);
    requireMatch(tx, () => presentPage(row));
    return presentPage(await publishRow(tx, row));
  });
}

/** Takes the page down, and with it out of the site, at once. @throws not_found, conflict, precondition_failed */
export function unpublishPage(ctx: ContentCtx, id: string) {
  return transaction(ctx, async (tx) => {
    await lockTree(tx);
    const row = await existingPage(tx, id);
    requireMatch(tx, () => presentPage(row));
    const notLive = () => conflict('page.not_published', 'status', 'This page is not live.');
    ensure(row.publishedVersion !== null, notLive);
    return presentPage(await unpublishRow(tx, row, 'draft'));
  });
}

/**
 * Publishes inside a transaction that has called `lockTree`. Creating and updating a page use it too.
 * @param causedBy the event of the request, where publishing is not what it asked for alone
 */
export async function publishRow(tx: Tx<ContentCtx>, row: PageRow, causedBy?: string): Promise<PageRow> {
  const blockers = await blockersOf(tx, row);
  if (blockers.length > 0) throw invalid(blockers);
  const number = row.versionCount + 1;
  const publishedAt = tx.clock.now();
  const { slug, path, title, sections, seo } = row;
  const checksum = checksumOf(row);
  await pageVersions.in(tx).insert({
    pageId: row._id,
    number,
    ...{ slug, path, title, sections, seo, checksum, publishedAt },
    publishedBy: userOf(tx),
    note: null,
  });
  return writeLive(tx, row, {
    type: 'page.published',
    set: {
      status: 'published',
      publishedVersion: number,
      versionCount: number,
      publishedAt,
      hasUnpublishedChanges: false,
      live: liveFactsOf(row, checksum),
    },
    causedBy,
    changes: (after) => ({ published: [entryOf(after, number)] }),
  });
}

/** Unpublishes inside a transaction that has called `lockTree`. */
export async function unpublishRow(
  tx: Tx<ContentCtx>,
  row: PageRow,
  status: Exclude<PageStatus, 'published'>,
  causedBy?: string,
): Promise<PageRow> {
  if (isHome(row)) throw homeIsProtected('unpublished');
  const below = (await childrenOf(tx, row)).filter((child) => child.publishedVersion !== null);
  ensure(below.length === 0, () =>
    conflict('page.has_live_children', 'status', 'Pages under this one are live. Unpublish them first.'),
  );
  return writeLive(tx, row, {
    type: 'page.unpublished',
    set: { status, publishedVersion: null, publishedAt: null, hasUnpublishedChanges: false, live: null },
    causedBy,
    changes: () => ({ removed: [row._id] }),
  });
}

interface LiveChange {
  type: 'page.published' | 'page.unpublished';
  set: Partial<PageRow>;
  causedBy: string | undefined;
  changes: (after: PageRow) => PageChanges;
}

async function writeLive(tx: Tx<ContentCtx>, row: PageRow, { type, set, causedBy, changes }: LiveChange) {
  const after = await pages.in(tx).update(row._id, set);
  const more = causedBy === undefined ? {} : { causedBy };
  const event = tx.recordChange(type, presentPage(row), presentPage(after), more);
  await releaseSite(tx, changes(after), event.id);
  return after;
}

function liveFactsOf(row: PageRow, checksum: string): LiveFacts {
  return { assetIds: pageAssetIds(row), links: linksOf(row.sections), checksum };
}

/** A page as a release names it, at the version that it has just been published as. */
function entryOf(row: PageRow, version: number): ReleaseEntry {
  const { _id, path, title, seo, publishedAt, live } = row;
  return {
    path,
    pageId: _id,
    version,
    title,
    noIndex: seo.noIndex ?? false,
    canonicalUrl: seo.canonicalUrl ?? null,
    publishedAt: publishedAt?.toISOString() ?? '',
    assetIds: live?.assetIds ?? [],
  };
}

/** What prevents the page from being published. */
async function blockersOf(tx: ContentCtx, row: PageRow): Promise<{ field: string; message: string }[]> {
  const blockers: { field: string; message: string }[] = [];
  if (row.parentId !== null) {
    const parent = await pages.in(tx).findOne({ _id: row.parentId }, { select: { sections: 0 } });
    if (!parent || parent.publishedVersion === null) {
      blockers.push({ field: 'parentId', message: `Its parent "${parent?.title ?? ''}" is not published.` });
    }
  }
  for (const assetId of await unknownAssets(tx, pageAssetIds(row))) {
    blockers.push({ field: 'sections', message: `The asset ${assetId} is no longer there.` });
  }
  return blockers;
}
