import { type ContentCtx } from '../context';
import { type MenuItem } from '../markup/site';
import { type NavigationItemRow, navigationItems } from './navigation-item.model';
import { pageVersions } from './page-version.model';
import { type ReleaseEntry } from './release.model';

type Menus = Record<NavigationItemRow['menu'], MenuItem[]>;

/** More do not fit beside the name of the business. */
const MAX_DEFAULT_ITEMS = 6;

/**
 * The menus as visitors of these pages see them. What leads to a page that is not live is left out, with what lies
 * under it. A tenant that has made no header menu has one of its first top-level pages.
 */
export async function menusFor(ctx: ContentCtx, entries: readonly ReleaseEntry[]): Promise<Menus> {
  const items = await navigationItems.in(ctx).find({}, { sort: { sortOrder: 1, _id: 1 } });
  const hrefs = await hrefsFor(ctx, items, entries);
  const menuOf = (menu: NavigationItemRow['menu']) =>
    itemsUnder(
      null,
      items.filter((item) => item.menu === menu),
      hrefs,
    );
  const hasHeader = items.some(({ menu }) => menu === 'header');
  return { header: hasHeader ? menuOf('header') : defaultMenu(entries), footer: menuOf('footer') };
}

function itemsUnder(
  parentId: string | null,
  items: readonly NavigationItemRow[],
  hrefs: ReadonlyMap<string, string>,
): MenuItem[] {
  return items.flatMap((item) => {
    const href = hrefs.get(item._id);
    if (item.parentId !== parentId || href === undefined) return [];
    const { label, openInNewTab } = item;
    return { label, href, openInNewTab, children: itemsUnder(item._id, items, hrefs) };
  });
}

/** Item id → what it leads to, of those whose target is live. */
async function hrefsFor(
  ctx: ContentCtx,
  items: readonly NavigationItemRow[],
  entries: readonly ReleaseEntry[],
): Promise<Map<string, string>> {
  const live = new Map(entries.map((entry) => [entry.pageId, entry]));
  const anchors = await anchorsOf(ctx, items, live);
  const hrefs = new Map<string, string>();
  for (const { _id, target } of items) {
    if (target.type === 'url') hrefs.set(_id, target.url);
    else {
      const path = live.get(target.pageId)?.path;
      const anchor = target.type === 'section' ? anchors.get(target.sectionId) : '';
      if (path !== undefined && anchor !== undefined) hrefs.set(_id, path + anchor);
    }
  }
  return hrefs;
}

/** Section id → its anchor, of the sections that menus lead to and live versions have. */
async function anchorsOf(
  ctx: ContentCtx,
  items: readonly NavigationItemRow[],
  live: ReadonlyMap<string, ReleaseEntry>,
): Promise<Map<string, string>> {
  const pageIds = new Set(items.flatMap(({ target }) => (target.type === 'section' ? target.pageId : [])));
  const wanted = [...pageIds].flatMap((id) => live.get(id) ?? []);
  if (wanted.length === 0) return new Map();
  const versions = await pageVersions
    .in(ctx)
    .find({ $or: wanted.map(({ pageId, version }) => ({ pageId, number: version })) });
  const sections = versions.flatMap((version) => version.sections);
  return new Map(sections.map(({ id, sectionId }) => [id, `#${sectionId}`]));
}

function defaultMenu(entries: readonly ReleaseEntry[]): MenuItem[] {
  return entries
    .filter(({ path }) => path.lastIndexOf('/') === 0)
    .slice(0, MAX_DEFAULT_ITEMS)
    .map(({ path, title }) => ({ label: title, href: path, openInNewTab: false, children: [] }));
}
