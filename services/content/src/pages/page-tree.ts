import { conflict, invalid } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { type ContentCtx } from '../context';
import { type PageRow, pages } from '../sites/page.model';

/** The slug of the page at `/`, which has no parent. */
const HOME = 'home';
/** Paths that the product answers itself, on this or another host. */
const RESERVED = new Set(['api', 'assets', 'docs', 'sitemap', 'robots', 'llms', 'favicon']);
/** Slugs in a path. */
const MAX_DEPTH = 5;

export function isHome({ slug, parentId }: Pick<PageRow, 'slug' | 'parentId'>): boolean {
  return slug === HOME && parentId === null;
}

/** The parent with this id, and the path of a page with this slug under it. @throws invalid */
export async function placeUnder(
  tx: ContentCtx,
  slug: string,
  parentId: string | null,
): Promise<{ path: string; parent: PageRow | null }> {
  if (parentId === null) return { path: pathUnder(slug, null), parent: null };
  const parent = await pages.in(tx).findOne({ _id: parentId, deletedAt: null });
  if (!parent) throw wrongParent('There is no such page.');
  return { path: pathUnder(slug, parent), parent };
}

/** The path of a page with this slug under a parent, or at the top. @throws invalid */
export function pathUnder(slug: string, parent: Pick<PageRow, 'slug' | 'parentId' | 'path'> | null): string {
  if (parent === null) {
    if (RESERVED.has(slug)) throw wrong('slug', `No page at the top can be called ${slug}.`);
    return slug === HOME ? '/' : `/${slug}`;
  }
  if (isHome(parent)) throw wrongParent('The home page has no pages under it.');
  const path = `${parent.path}/${slug}`;
  if (depthOf(path) > MAX_DEPTH) throw wrongParent(`Pages are ${MAX_DEPTH} deep at most.`);
  return path;
}

export interface Moved {
  pageId: string;
  from: string;
  to: string;
  isLive: boolean;
}

/**
 * Gives a page another slug or parent, and all pages under it their new paths.
 * @returns what changes of the page itself, and every page that has another path now
 * @throws invalid for a parent that is none, lies under the page or is not live while the page is; conflict for the
 *   home page
 */
export async function relocate(
  tx: Tx<ContentCtx>,
  row: PageRow,
  { slug = row.slug, parentId = row.parentId }: { slug?: string; parentId?: string | null },
): Promise<{ set: { slug: string; parentId: string | null; path: string }; moved: Moved[] }> {
  if (isHome(row))
    throw parentId === null ? homeIsProtected('moved') : wrongParent('The home page has no parent.');
  if (slug === HOME && parentId === null) throw wrong('slug', 'Only the home page is called so at the top.');
  const { path, parent } = await placeUnder(tx, slug, parentId);
  if (parent && (parent._id === row._id || isUnder(parent.path, row.path))) {
    throw wrongParent('A page cannot lie under itself.');
  }
  if (parent && row.publishedVersion !== null && parent.publishedVersion === null) {
    throw wrongParent('This page is live and its parent would not be. Publish the parent first.');
  }
  const set = { slug, parentId, path };
  if (path === row.path) return { set, moved: [] };
  const own = { pageId: row._id, from: row.path, to: path, isLive: row.publishedVersion !== null };
  return { set, moved: [own, ...(await movePathsUnder(tx, row.path, path))] };
}

async function movePathsUnder(tx: Tx<ContentCtx>, from: string, to: string): Promise<Moved[]> {
  const moved: Moved[] = [];
  // "0" is what comes after "/": between the two is everything under the path.
  const under = { $gte: `${from}/`, $lt: `${from}0` };
  const select = { path: 1, publishedVersion: 1 } as const;
  const below = await pages.in(tx).find({ path: under, deletedAt: null }, { select });
  for (const page of below) {
    const path = `${to}${page.path.slice(from.length)}`;
    if (depthOf(path) > MAX_DEPTH) throw wrongParent(`Pages are ${MAX_DEPTH} deep at most.`);
    await pages.in(tx).updateOne({ _id: page._id }, { $set: { path } });
    moved.push({ pageId: page._id, from: page.path, to: path, isLive: page.publishedVersion !== null });
  }
  return moved;
}

export function childrenOf(tx: ContentCtx, { _id }: PageRow): Promise<PageRow[]> {
  return pages.in(tx).find({ parentId: _id, deletedAt: null }, { sort: { _id: 1 }, select: { sections: 0 } });
}

/** The refusal of a change that a home page does not allow. */
export function homeIsProtected(what: string): Error {
  return conflict('page.home_protected', 'slug', `The home page cannot be ${what}.`);
}

function wrongParent(message: string): Error {
  return wrong('parentId', message);
}

function wrong(field: string, message: string): Error {
  return invalid([{ field, message }]);
}

function isUnder(path: string, ancestor: string): boolean {
  return path.startsWith(`${ancestor}/`);
}

function depthOf(path: string): number {
  return path.split('/').length - 1;
}
