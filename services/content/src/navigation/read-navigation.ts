import { presenter } from '@siteninja/core';
import { type ContentCtx } from '../context';
import { type NavigationItemRow, navigationItems } from '../sites/navigation-item.model';
import { childrenOf } from './navigation-tree';
import { type MenuFilter, navigationItem, type NavigationTree } from './navigation.schema';

export const presentItem = presenter(navigationItem);

/** All items of a tenant in their order, siblings beside each other or not. */
export function readItems(ctx: ContentCtx): Promise<NavigationItemRow[]> {
  return navigationItems.in(ctx).find({}, { sort: { sortOrder: 1, _id: 1 } });
}

/** One menu, or both, the header first; each item with those under it. */
export async function listMenus(ctx: ContentCtx, { menu }: MenuFilter): Promise<NavigationTree[]> {
  const rows = await readItems(ctx);
  const menus = menu === undefined ? (['header', 'footer'] as const) : [menu];
  return menus.flatMap((name) => treeOf(rows.filter((row) => row.menu === name)));
}

/** The items of one menu, each with those under it. */
export function treeOf(rows: readonly NavigationItemRow[]): NavigationTree[] {
  return childrenOf(rows, null).map((first) => ({
    ...presentItem(first),
    children: childrenOf(rows, first._id).map((second) => ({
      ...presentItem(second),
      children: childrenOf(rows, second._id).map((third) => ({ ...presentItem(third), children: [] })),
    })),
  }));
}

/** @throws not_found */
export async function getItem(ctx: ContentCtx, id: string) {
  return presentItem(await navigationItems.in(ctx).get(id));
}
