import { conflict, invalid } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { type ContentCtx } from '../context';
import { type PageRow, pages } from '../sites/page.model';

/** The slug of the page at `/`, which has no parent. */
const HOME = 'home';
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
  if (parentId === null) return { path: slug === HOME ? '/' : `/${slug}`, parent: null };
  const parent = await pages.in(tx).findOne({ _id: parentId, deletedAt: null });
  if (!parent) throw wrongParent('There is no such page.');
  if (isHome(parent)) throw wrongParent('The home page has no pages under it.');
  const path = `${parent.path}/${slug}`;
  if (depthOf(path) > MAX_DEPTH) throw wrongParent(`Pages are ${MAX_DEPTH} deep at most.`);
  return { path, parent };
}

/**
 * Gives a page another parent, and all pages under it their new paths.
 * @returns what changes of the page itself, and the new path of it and of each page under it, by id
 * @throws invalid for a parent that is none, lies under the page or is not live while the page is
 */
export async function moveUnder(
  tx: Tx<ContentCtx>,
  row: PageRow,
  parentId: string | null,
): Promise<{ set: { parentId: string | null; path: string }; moved: Map<string, string> }> {
  if (isHome(row)) throw wrongParent('The home page has no parent.');
  if (row.slug === HOME && parentId === null) throw wrongParent('Only the home page is called so up there.');
  const { path, parent } = await placeUnder(tx, row.slug, parentId);
  if (parent && (parent._id === row._id || isUnder(parent.path, row.path))) {
    throw wrongParent('A page cannot lie under itself.');
  }
  if (parent && row.publishedVersion !== null && parent.publishedVersion === null) {
    throw wrongParent('This page is live and its parent would not be. Publish the parent first.');
  }
  const moved = await movePathsUnder(tx, row.path, path);
  return { set: { parentId, path }, moved: moved.set(row._id, path) };
}

async function movePathsUnder(tx: Tx<ContentCtx>, from: string, to: string): Promise<Map<string, string>> {
  const moved = new Map<string, string>();
  // "0" is what comes after "/": between the two is everything under the path.
  const under = { $gte: `${from}/`, $lt: `${from}0` };
  const below = await pages.in(tx).find({ path: under, deletedAt: null }, { select: { path: 1 } });
  for (const page of below) {
    const path = `${to}${page.path.slice(from.length)}`;
    if (depthOf(path) > MAX_DEPTH) throw wrongParent(`Pages are ${MAX_DEPTH} deep at most.`);
    await pages.in(tx).updateOne({ _id: page._id }, { $set: { path } });
    moved.set(page._id, path);
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
  return invalid([{ field: 'parentId', message }]);
}

function isUnder(path: string, ancestor: string): boolean {
  return path.startsWith(`${ancestor}/`);
}

function depthOf(path: string): number {
  return path.split('/').length - 1;
}
