import { conflict, DomainError, ensure, invalid, requireMatch } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { type FieldError } from '@siteninja/schema';
import { type ContentCtx } from '../context';
import { pages } from '../sites/page.model';
import { readLiveEntries } from '../sites/read-release';
import { presentRelease } from '../sites/release-site';
import { type ReleaseEntry, type ReleaseRow, releases } from '../sites/release.model';
import { sites } from '../sites/site.model';
import { lockTree } from '../sites/tree-lock';
import { blockersOfPlan, planOf, publishPages } from './publish-pages';
import { liveReleaseId } from './read-release';
import { type NewRelease, type ReleaseChange } from './release.schema';

const MAX_STAGED = 100;

/**
 * Publishes every live page that has changed, in one release. Pages that were never published stay drafts.
 * @returns the release that is live now, and whether it is a new one
 * @throws invalid with every blocker, conflict `release.nothing_to_publish`
 */
export function publishChanges(ctx: ContentCtx, { items }: Partial<NewRelease> = {}) {
  ensure(items === undefined, () =>
    invalid([{ field: 'items', message: 'Only a staged release names its pages: say `status: "staged"`.' }]),
  );
  return transaction(ctx, async (tx) => {
    await lockTree(tx);
    const changed = await pages
      .in(tx)
      .find(
        { deletedAt: null, publishedVersion: { $gte: 1 }, hasUnpublishedChanges: true },
        { sort: { _id: 1 } },
      );
    const plan = { publish: changed, unpublish: [] };
    const isNew = changed.length > 0;
    if (isNew) await publishPages(tx, plan, { fieldOf: () => 'pages' });
    const id = await liveReleaseId(tx);
    ensure(id, () =>
      conflict(
        'release.nothing_to_publish',
        'pages',
        'No page has been published yet. Publish the first ones.',
      ),
    );
    return { release: presentRelease(await releases.in(tx).get(id), id), isNew };
  });
}

/** A release that is made when it is activated. @throws invalid, naming each item that names no page */
export function stageRelease(ctx: ContentCtx, { name, items }: NewRelease) {
  return transaction(ctx, async (tx) => {
    ensure(items, () =>
      invalid([{ field: 'items', message: 'Say what is to be published or unpublished.' }]),
    );
    const count = await releases.in(tx).count({ number: null });
    ensure(count < MAX_STAGED, () =>
      invalid([{ field: 'items', message: `${MAX_STAGED} are staged at most.` }]),
    );
    await requirePages(tx, items);
    const blank = { number: null, entries: [], site: null, activatedAt: null, activatedBy: null };
    const release = presentRelease(await releases.in(tx).insert({ ...blank, name, items }), null);
    tx.recordChange('release.staged', null, release);
    return release;
  });
}

/** @throws not_found, conflict `release.not_staged`, invalid, precondition_failed */
export function updateRelease(ctx: ContentCtx, id: string, change: ReleaseChange) {
  return transaction(ctx, async (tx) => {
    const before = presentRelease(await stagedRelease(tx, id), null);
    if (change.items) await requirePages(tx, change.items);
    const after = presentRelease(await releases.in(tx).update(id, change), null);
    tx.recordChange('release.updated', before, after);
    return after;
  });
}

/** @throws not_found, conflict `release.not_staged`, precondition_failed */
export function deleteRelease(ctx: ContentCtx, id: string): Promise<void> {
  return transaction(ctx, async (tx) => {
    const before = presentRelease(await stagedRelease(tx, id), null);
    await releases.in(tx).delete({ _id: id });
    tx.recordChange('release.deleted', before, null);
  });
}

/** What would prevent the release from being activated now. @throws not_found */
export async function checkRelease(ctx: ContentCtx, id: string) {
  const row = await releases.in(ctx).get(id);
  const blockers = await blockersOfRelease(ctx, row);
  return { isReady: blockers.length === 0, blockers };
}

/** Everything that would prevent a release from being activated now. */
export async function blockersOfRelease(ctx: ContentCtx, row: ReleaseRow) {
  if (row.number !== null) {
    const site = await sites.in(ctx).findOne({});
    return deletedPages(ctx, row, site ? await readLiveEntries(ctx, site) : []);
  }
  const items = row.items ?? [];
  const { plan, errors } = await planOf(ctx, items);
  return [...errors, ...(await blockersOfPlan(ctx, plan, itemOf(items)))];
}

/**
 * Pages of a release that have been deleted since.
 * @param live what is live now: these pages have not
 */
export async function deletedPages(
  ctx: ContentCtx,
  { entries }: ReleaseRow,
  live: readonly ReleaseEntry[],
): Promise<FieldError[]> {
  const liveIds = new Set(live.map(({ pageId }) => pageId));
  const others = entries.filter(({ pageId }) => !liveIds.has(pageId));
  if (others.length === 0) return [];
  const ids = others.map(({ pageId }) => pageId);
  const rows = await pages.in(ctx).find({ _id: { $in: ids }, deletedAt: null }, { select: { slug: 1 } });
  const known = new Set(rows.map(({ _id }) => _id));
  return others
    .filter(({ pageId }) => !known.has(pageId))
    .map(({ path, title }) => ({
      field: 'pages',
      message: `The page "${title}" (${path}) has been deleted.`,
    }));
}

/** How a staged release names a page. */
export function itemOf(items: NonNullable<ReleaseRow['items']>) {
  return ({ _id }: { _id: string }): string => `items.${items.findIndex(({ pageId }) => pageId === _id)}`;
}

async function stagedRelease(tx: Tx<ContentCtx>, id: string): Promise<ReleaseRow> {
  const row = await releases.in(tx).get(id);
  const live = await liveReleaseId(tx);
  requireMatch(tx, () => presentRelease(row, live));
  ensure(row.number === null, () => {
    const message = 'A release that has been live stays as it is.';
    return new DomainError('conflict', 'release.not_staged', message, {
      details: [{ field: 'status', message }],
    });
  });
  return row;
}

async function requirePages(tx: ContentCtx, items: NonNullable<ReleaseRow['items']>): Promise<void> {
  const { errors } = await planOf(tx, items);
  if (errors.length > 0) throw invalid(errors);
}
