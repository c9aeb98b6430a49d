import { isDeepStrictEqual } from 'node:util';
import { MAX_SORT_ORDER } from '@siteninja/contracts';
import { ensure, invalid, requireMatch } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { type ContentCtx } from '../context';
import { type NavigationItemRow, navigationItems } from '../sites/navigation-item.model';
import { pages } from '../sites/page.model';
import { releaseSite } from '../sites/release-site';
import { lockTree } from '../sites/tree-lock';
import { allUnder, childrenOf, requirePlace } from './navigation-tree';
import {
  type DeleteQuery,
  MAX_ITEMS,
  type NavigationItemChange,
  type NewNavigationItem,
} from './navigation.schema';
import { presentItem, readItems } from './read-navigation';

/** Live at once, as every change of a menu is. @throws invalid */
export function createItem(ctx: ContentCtx, input: NewNavigationItem) {
  return transaction(ctx, async (tx) => {
    await lockTree(tx);
    const rows = await readItems(tx);
    ensure(rows.length < MAX_ITEMS, () =>
      invalid([{ field: 'menu', message: `A site has at most ${MAX_ITEMS} menu items.` }]),
    );
    requirePlace(rows, { id: null, ...input });
    await requireTarget(tx, input.target);
    const siblings = childrenOf(rows, input.parentId).filter(({ menu }) => menu === input.menu);
    const sortOrder = input.sortOrder ?? Math.min((siblings.at(-1)?.sortOrder ?? -1) + 1, MAX_SORT_ORDER);
    const item = presentItem(await navigationItems.in(tx).insert({ ...input, sortOrder }));
    const event = tx.recordChange('navigation.created', null, item);
    await releaseSite(tx, {}, { causedBy: event.id });
    return item;
  });
}

/** An item that moves to the other menu takes those under it along. @throws not_found, invalid, precondition_failed */
export function updateItem(ctx: ContentCtx, id: string, change: NavigationItemChange) {
  return transaction(ctx, async (tx) => {
    await lockTree(tx);
    const row = await navigationItems.in(tx).get(id);
    const before = presentItem(row);
    requireMatch(tx, () => before);
    const rows = await readItems(tx);
    const { menu = row.menu, parentId = row.parentId, target = row.target } = change;
    requirePlace(rows, { id, menu, parentId });
    // What an item leads to may be gone by now; it is then left out of the site, and can be kept.
    if (!isDeepStrictEqual(target, row.target)) await requireTarget(tx, target);
    const after = presentItem(await navigationItems.in(tx).update(id, change));
    const event = tx.recordChange('navigation.updated', before, after);
    if (menu !== row.menu) await moveToMenu(tx, allUnder(rows, id), menu, event.id);
    await releaseSite(tx, {}, { causedBy: event.id });
    return after;
  });
}

async function moveToMenu(
  tx: Tx<ContentCtx>,
  rows: readonly NavigationItemRow[],
  menu: NavigationItemRow['menu'],
  causedBy: string,
): Promise<void> {
  for (const row of rows) {
    const after = await navigationItems.in(tx).update(row._id, { menu });
    tx.recordChange('navigation.updated', presentItem(row), presentItem(after), { causedBy });
  }
}

/** @throws not_found, precondition_failed */
export function deleteItem(ctx: ContentCtx, id: string, { children }: DeleteQuery): Promise<void> {
  return transaction(ctx, async (tx) => {
    await lockTree(tx);
    const row = await navigationItems.in(tx).get(id);
    requireMatch(tx, () => presentItem(row));
    const rows = await readItems(tx);
    const event = await removeItem(tx, rows, row);
    if (children === 'delete') {
      for (const under of allUnder(rows, id)) await removeItem(tx, rows, under, event.id);
    } else await reparentChildren(tx, rows, row, event.id);
    await releaseSite(tx, {}, { causedBy: event.id });
  });
}

/** Deletes what leads to a page that is deleted; what lies under it moves up. The caller makes the release. */
export async function dropItemsOfPage(tx: Tx<ContentCtx>, pageId: string, causedBy: string): Promise<void> {
  for (;;) {
    const rows = await readItems(tx);
    const row = rows.find(({ target }) => target.type !== 'url' && target.pageId === pageId);
    if (!row) return;
    await removeItem(tx, rows, row, causedBy);
    await reparentChildren(tx, rows, row, causedBy);
  }
}

async function removeItem(
  tx: Tx<ContentCtx>,
  rows: readonly NavigationItemRow[],
  { _id }: NavigationItemRow,
  causedBy?: string,
) {
  const row = rows.find((known) => known._id === _id) ?? (await navigationItems.in(tx).get(_id));
  await navigationItems.in(tx).delete({ _id });
  return tx.recordChange('navigation.deleted', presentItem(row), null, { causedBy });
}

/** The items under one take its place, in their order, and what came after it moves on. */
async function reparentChildren(
  tx: Tx<ContentCtx>,
  rows: readonly NavigationItemRow[],
  row: NavigationItemRow,
  causedBy: string,
): Promise<void> {
  const children = childrenOf(rows, row._id);
  if (children.length === 0) return;
  const siblings = childrenOf(rows, row.parentId).filter(({ menu }) => menu === row.menu);
  const next = siblings.flatMap((sibling) => (sibling._id === row._id ? children : sibling));
  await placeItems(tx, next, row.parentId, causedBy);
}

/** Puts items under a parent in this order, and records those that are not there already. */
export async function placeItems(
  tx: Tx<ContentCtx>,
  rows: readonly NavigationItemRow[],
  parentId: string | null,
  causedBy?: string,
): Promise<void> {
  for (const [sortOrder, row] of rows.entries()) {
    if (row.parentId === parentId && row.sortOrder === sortOrder) continue;
    const after = await navigationItems.in(tx).update(row._id, { parentId, sortOrder });
    if (causedBy === undefined) continue;
    tx.recordChange('navigation.updated', presentItem(row), presentItem(after), { causedBy });
  }
}

/** @throws invalid, naming the field, for a page or section that is not there */
async function requireTarget(ctx: ContentCtx, target: NavigationItemRow['target']): Promise<void> {
  if (target.type === 'url') return;
  const page = await pages.in(ctx).findOne({ _id: target.pageId, deletedAt: null });
  ensure(page, () => invalid([{ field: 'target.pageId', message: 'There is no such page.' }]));
  if (target.type === 'page') return;
  const { sectionId } = target;
  const isThere = page.sections.some(({ id }) => id === sectionId);
  ensure(isThere, () => invalid([{ field: 'target.sectionId', message: 'The page has no such section.' }]));
}
