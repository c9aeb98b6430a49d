import { conflict, ensure, invalid, requireMatch } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { type ContentCtx } from '../context';
import { type PageRow, pages } from '../sites/page.model';
import { type PageChanges, releaseSite } from '../sites/release-site';
import { lockTree } from '../sites/tree-lock';
import { takenDown } from '../sites/live-facts';
import { blockersOf, freezePages } from './freeze';
import { type PageContent } from '../sites/page-content';
import { childrenOf, homeIsProtected, isHome } from './page-tree';
import { type PageStatus } from './page.schema';
import { presentPage } from '../sites/present-page';
import { existingPage } from './read-page';

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
 * @param how the event that it follows from, where publishing is not what was asked for alone; content to publish
 *   instead of the draft
 */
export async function publishRow(
  tx: Tx<ContentCtx>,
  row: PageRow,
  { causedBy, content }: { causedBy?: string; content?: PageContent } = {},
): Promise<PageRow> {
  const blockers = await blockersOf(tx, [{ ...row, ...content }]);
  if (blockers.length > 0) throw invalid(blockers.map(({ field, message }) => ({ field, message })));
  const [frozen] = await freezePages(tx, [content ? { row, content } : { row }]);
  if (!frozen) throw new Error('A page that was frozen is gone.');
  return recordLive(tx, {
    type: 'page.published',
    ...frozen,
    causedBy,
    changes: { published: [frozen.entry] },
  });
}

/** Unpublishes inside a transaction that has called `lockTree`. */
export async function unpublishRow(
  tx: Tx<ContentCtx>,
  row: PageRow,
  status: Exclude<PageStatus, 'published'>,
  causedBy?: string,
): Promise<PageRow> {
  await requireMayGo(tx, row);
  const after = await pages.in(tx).update(row._id, takenDown(status));
  const changes = { removed: [row._id] };
  return recordLive(tx, { type: 'page.unpublished', before: row, after, causedBy, changes });
}

/** @throws conflict for the home page, and where pages under it are live */
export async function requireMayGo(tx: ContentCtx, row: PageRow): Promise<void> {
  if (isHome(row)) throw homeIsProtected('unpublished');
  const below = (await childrenOf(tx, row)).filter((child) => child.publishedVersion !== null);
  ensure(below.length === 0, () =>
    conflict('page.has_live_children', 'status', 'Pages under this one are live. Unpublish them first.'),
  );
}

interface LiveChange {
  type: 'page.published' | 'page.unpublished';
  before: PageRow;
  after: PageRow;
  causedBy: string | undefined;
  changes: PageChanges;
}

async function recordLive(tx: Tx<ContentCtx>, { type, before, after, causedBy, changes }: LiveChange) {
  const event = tx.recordChange(type, presentPage(before), presentPage(after), { causedBy });
  await releaseSite(tx, changes, { causedBy: event.id });
  return after;
}
