import { ensure, invalid, requireMatch, tenantOf } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { singlePage } from '@siteninja/http';
import { type ContentCtx } from '../context';
import { type NavigationItemRow } from '../sites/navigation-item.model';
import { releaseSite } from '../sites/release-site';
import { sites } from '../sites/site.model';
import { lockTree } from '../sites/tree-lock';
import { placeItems } from './navigation';
import { type NavigationOrder, type NavigationTree } from './navigation.schema';
import { listMenus, readItems, treeOf } from './read-navigation';

interface Place {
  id: string;
  children?: readonly Place[];
}

/**
 * Puts all items of a menu into the places that are given, at once. `If-Match` takes the tag of that menu's list.
 * @throws invalid unless every item of the menu is named once; precondition_failed
 */
export function orderMenu(ctx: ContentCtx, { menu, items }: NavigationOrder): Promise<NavigationTree[]> {
  return transaction(ctx, async (tx) => {
    await lockTree(tx);
    const rows = (await readItems(tx)).filter((row) => row.menu === menu);
    const before = treeOf(rows);
    requireMatch(tx, () => singlePage(before));
    requireWhole(rows, items);
    await place(tx, rows, items, null);
    const site = await sites.in(tx).findOne({}, { select: { treeLock: 1 } });
    const event = tx.record({
      type: 'navigation.reordered',
      // The lock has just been counted up: of two orders of one menu the later has the higher version.
      resource: { type: 'navigation', id: tenantOf(tx), version: site?.treeLock ?? 1 },
      data: { id: tenantOf(tx), tenantId: tenantOf(tx), menu, items: placesOf(items) },
      change: { before: { items: placesOf(before) }, after: { items: placesOf(items) } },
    });
    await releaseSite(tx, {}, { causedBy: event.id });
    return listMenus(tx, { menu });
  });
}

async function place(
  tx: Tx<ContentCtx>,
  rows: readonly NavigationItemRow[],
  places: readonly Place[],
  parentId: string | null,
): Promise<void> {
  const items = places.flatMap(({ id }) => rows.find(({ _id }) => _id === id) ?? []);
  await placeItems(tx, items, parentId);
  for (const { id, children = [] } of places) await place(tx, rows, children, id);
}

function requireWhole(rows: readonly NavigationItemRow[], items: readonly Place[]): void {
  const named = idsOf(items);
  const known = new Set(rows.map(({ _id }) => _id));
  const isWhole = named.length === known.size && new Set(named).size === known.size;
  ensure(isWhole && named.every((id) => known.has(id)), () =>
    invalid([{ field: 'items', message: 'Name every item of the menu once.' }]),
  );
}

function idsOf(places: readonly Place[]): string[] {
  return places.flatMap(({ id, children = [] }) => [id, ...idsOf(children)]);
}

function placesOf(places: readonly Place[]): { id: string; children: object[] }[] {
  return places.map(({ id, children = [] }) => ({ id, children: placesOf(children) }));
}
