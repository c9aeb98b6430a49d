import { DomainError, requireMatch } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { type ContentCtx } from '../context';
import { targetsOf } from '../markup/own-links';
import { dropItemsOfPage } from '../navigation/navigation';
import { dropRedirectsTo } from '../redirects/moved';
import { redirects } from '../sites/redirect.model';
import { navigationItems } from '../sites/navigation-item.model';
import { hostsOf } from '../sites/site-host';
import { assertRoomForPage } from '../sites/plan-limits';
import { lockTree } from '../sites/tree-lock';
import { cancelSchedulesOf } from '../sites/page-schedules';
import { childrenOf, homeIsProtected, isHome, type Moved, placeUnder, relocate } from './page-tree';
import { type PageRow, pages } from '../sites/page.model';
import { presentPage } from '../sites/present-page';
import { existingPage } from './read-page';
import { releaseMoved } from './release-moved';

/** What a page becomes that is deleted: a draft of which nothing is live or going to be. */
export function deletedAt(now: Date) {
  return {
    deletedAt: now,
    status: 'draft',
    publishedVersion: null,
    live: null,
    scheduledAt: null,
    hasUnpublishedChanges: false,
  } as const;
}

/**
 * Deletes a page; it can be restored. With `force` its children move up, and links to it are left as they are. A live
 * page leaves the site at once.
 * @throws not_found, conflict `page.in_use` with `usedBy`, `page.home_protected`, precondition_failed
 */
export function deletePage(
  ctx: ContentCtx,
  id: string,
  { force = false }: { force?: boolean },
): Promise<void> {
  return transaction(ctx, async (tx) => {
    await lockTree(tx);
    const row = await existingPage(tx, id);
    const before = presentPage(row);
    requireMatch(tx, () => before);
    if (isHome(row)) throw homeIsProtected('deleted');
    const children = await childrenOf(tx, row);
    if (!force) await requireUnused(tx, row, children);
    await pages.in(tx).update(id, deletedAt(tx.clock.now()));
    const event = tx.recordChange('page.deleted', before, null);
    await cancelSchedulesOf(tx, id, event.id);
    await dropItemsOfPage(tx, id, event.id);
    await dropRedirectsTo(tx, id, event.id);
    const moved: Moved[] = [];
    for (const child of children) moved.push(...(await moveUp(tx, child._id, row.parentId, event.id)));
    if (row.publishedVersion !== null) await releaseMoved(tx, moved, event.id, [id]);
  });
}

/**
 * Brings a deleted page back as a draft, under its parent, or at the top where that is gone. A page that is there is
 * left as it is.
 * @throws not_found, invalid, conflict `page.slug_taken`, payment_required `plan.limit_reached`
 */
export function restorePage(ctx: ContentCtx, id: string) {
  return transaction(ctx, async (tx) => {
    await lockTree(tx);
    const row = await pages.in(tx).get(id);
    if (row.deletedAt === null) return presentPage(row);
    await assertRoomForPage(tx);
    const parent =
      row.parentId === null ? null : await pages.in(tx).findOne({ _id: row.parentId, deletedAt: null });
    const parentId = parent?._id ?? null;
    const { path } = await placeUnder(tx, row.slug, parentId);
    const after = presentPage(await pages.in(tx).update(id, { parentId, path, deletedAt: null }));
    tx.recordChange('page.restored', null, after);
    return after;
  });
}

async function moveUp(tx: Tx<ContentCtx>, id: string, parentId: string | null, causedBy: string) {
  const row = await existingPage(tx, id);
  const { set, moved } = await relocate(tx, row, { parentId });
  const after = await pages.in(tx).update(id, set);
  tx.recordChange('page.moved', presentPage(row), presentPage(after), { causedBy });
  return moved;
}

/** @throws conflict `page.in_use` with everything that leads to the page or lies under it */
async function requireUnused(tx: ContentCtx, row: PageRow, children: PageRow[]): Promise<void> {
  const leading = await pagesLeadingTo(tx, row);
  // A page's links to itself do not count.
  const known = new Set([row._id, ...children.map(({ _id }) => _id)]);
  const pagesUsing = [...children, ...leading.filter(({ _id }) => !known.has(_id))];
  const leadingHere = await redirects.in(tx).find({ pageId: row._id }, { sort: { _id: 1 }, limit: 100 });
  const items = await navigationItems.in(tx).find({ 'target.pageId': row._id }, { sort: { _id: 1 } });
  const usedBy = [
    ...items.map(({ _id, label }) => ({ type: 'navigation', id: _id, title: label })),
    ...leadingHere.map(({ _id, fromPath }) => ({ type: 'redirect', id: _id, title: fromPath })),
    ...pagesUsing.map(({ _id, title }) => ({ type: 'page', id: _id, title })),
  ];
  if (usedBy.length === 0) return;
  const message =
    'Menus, redirects or pages lead to it, or pages lie under it. Delete it all the same with ?force=true.';
  throw new DomainError('conflict', 'page.in_use', message, {
    details: [{ field: 'usedBy', message, usedBy }],
  });
}

/** The first pages whose draft or live version links to it. */
async function pagesLeadingTo(tx: ContentCtx, row: PageRow): Promise<PageRow[]> {
  const links = { $in: targetsOf(row.path, await hostsOf(tx)) };
  return pages
    .in(tx)
    .find(
      { $or: [{ links }, { 'live.links': links }], deletedAt: null },
      { sort: { _id: 1 }, select: { title: 1 }, limit: 100 },
    );
}
