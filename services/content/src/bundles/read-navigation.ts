import { ensure, invalid, newId } from '@siteninja/core';
import { type Infer } from '@siteninja/schema';
import { MAX_DEPTH, MAX_ITEMS } from '../navigation/navigation.schema';
import { navigationLine } from './bundle-format';
import { type Findings, type Place } from './findings';
import { type PagePlace } from './read-pages';
import { type ReceivedEntry } from './read-archive';
import { readLines } from './read-lines';
import { type Move, rewriteAddress } from './rewrite';

type Item = Infer<typeof navigationLine>;

/** The menu items of a bundle, by the ids that it calls them. */
export type ReceivedItems = ReadonlyMap<string, { id: string; item: Item; place: Place }>;

/** @throws invalid, naming each line that is wrong */
export async function readNavigation(entry: ReceivedEntry, findings: Findings): Promise<ReceivedItems> {
  const items = new Map<string, { id: string; item: Item; place: Place }>();
  await readLines(entry, findings, {
    schema: navigationLine,
    max: MAX_ITEMS,
    take: (item, place) => {
      ensure(!items.has(item.id), () => invalid([{ field: 'id', message: 'Another item has this id.' }]));
      items.set(item.id, { id: newId(), item, place });
    },
  });
  for (const { item, place } of items.values()) {
    const message = wrongPlace(items, item);
    if (message !== undefined) findings.error(place, 'parentId', message);
  }
  findings.assertNone();
  return items;
}

/** Ends for an item that lies under itself, as that is too deep. */
function wrongPlace(items: ReceivedItems, { menu, parentId }: Item): string | undefined {
  let depth = 1;
  for (let at = parentId; at !== null; depth += 1) {
    const parent = items.get(at)?.item;
    if (!parent) return 'The bundle has no such item.';
    if (parent.menu !== menu) return 'It lies in the other menu.';
    if (depth >= MAX_DEPTH) return `Menus are ${MAX_DEPTH} deep at most.`;
    at = parent.parentId;
  }
  return undefined;
}

/** The sections that menus lead to, by the ids that the bundle calls them. */
export function sectionsInMenus(items: ReceivedItems): Set<string> {
  return new Set(
    [...items.values()].flatMap(({ item: { target } }) =>
      target.type === 'section' ? target.sectionId : [],
    ),
  );
}

/** The items as they are written. One whose target is not in the bundle is left out, and what lies under it moves up. */
export function newItems(
  items: ReceivedItems,
  { pages, sections }: { pages: ReadonlyMap<string, PagePlace>; sections: ReadonlyMap<string, string> },
  move: (place: Place) => Move,
) {
  const targets = new Map<string, Item['target']>();
  for (const [formerId, { item, place }] of items) {
    const target = newTarget(item.target, pages, sections, move(place));
    if (target) targets.set(formerId, target);
    else move(place).warn('target', 'What it leads to is not in the bundle: the item is left out.');
  }
  const parentOf = (parentId: string | null): string | null =>
    parentId === null || targets.has(parentId)
      ? parentId
      : parentOf(items.get(parentId)?.item.parentId ?? null);
  return [...items].flatMap(([formerId, { id: _id, item }]) => {
    const target = targets.get(formerId);
    if (!target) return [];
    const { menu, label, sortOrder, openInNewTab } = item;
    const parentId = items.get(parentOf(item.parentId) ?? '')?.id ?? null;
    return [{ _id, menu, label, target, parentId, sortOrder, openInNewTab }];
  });
}

function newTarget(
  target: Item['target'],
  pages: ReadonlyMap<string, PagePlace>,
  sections: ReadonlyMap<string, string>,
  move: Move,
): Item['target'] | undefined {
  if (target.type === 'url') return { ...target, url: rewriteAddress(target.url, 'target.url', move) };
  const page = pages.get(target.pageId);
  if (!page) return undefined;
  if (target.type === 'page') return { ...target, pageId: page.id };
  const sectionId = sections.get(`${target.pageId} ${target.sectionId}`);
  return sectionId === undefined ? undefined : { ...target, pageId: page.id, sectionId };
}
