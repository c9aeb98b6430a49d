import { invalid } from '@siteninja/core';
import { type NavigationItemRow } from '../sites/navigation-item.model';
import { MAX_DEPTH } from './navigation.schema';

/** Items under a parent, in their order. */
export function childrenOf(rows: readonly NavigationItemRow[], parentId: string | null): NavigationItemRow[] {
  return rows.filter((row) => row.parentId === parentId);
}

/** All items under one, at any depth. */
export function allUnder(rows: readonly NavigationItemRow[], id: string): NavigationItemRow[] {
  return childrenOf(rows, id).flatMap((child) => [child, ...allUnder(rows, child._id)]);
}

/** Levels that an item and those under it take up. */
function heightOf(rows: readonly NavigationItemRow[], id: string): number {
  return 1 + Math.max(0, ...childrenOf(rows, id).map((child) => heightOf(rows, child._id)));
}

/** Levels above an item with this parent. */
function depthOf(byId: ReadonlyMap<string, NavigationItemRow>, parentId: string | null): number {
  return parentId === null ? 0 : 1 + depthOf(byId, byId.get(parentId)?.parentId ?? null);
}

/**
 * @param place where an item is to lie; `id` is null for a new one
 * @throws invalid, naming the parent, where the item may not lie there
 */
export function requirePlace(
  rows: readonly NavigationItemRow[],
  { id, menu, parentId }: { id: string | null; menu: NavigationItemRow['menu']; parentId: string | null },
): void {
  if (parentId === null) return;
  const byId = new Map(rows.map((row) => [row._id, row]));
  const parent = byId.get(parentId);
  if (!parent) throw wrongParent('There is no such item.');
  if (parent.menu !== menu) throw wrongParent('It lies in the other menu.');
  if (id !== null && (parentId === id || allUnder(rows, id).includes(parent))) {
    throw wrongParent('An item cannot lie under itself.');
  }
  const height = id === null ? 1 : heightOf(rows, id);
  if (depthOf(byId, parentId) + height > MAX_DEPTH) throw wrongParent(`Menus are ${MAX_DEPTH} deep at most.`);
}

function wrongParent(message: string): Error {
  return invalid([{ field: 'parentId', message }]);
}
