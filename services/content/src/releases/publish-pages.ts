import { type DomainEvent } from '@siteninja/contracts';
import { invalid } from '@siteninja/core';
import { type FieldError } from '@siteninja/schema';
import { type Tx } from '@siteninja/events';
import { type ContentCtx } from '../context';
import { blockersOf, freezePages } from '../pages/freeze';
import { isHome } from '../pages/page-tree';
import { type PageRow, pages } from '../sites/page.model';
import { recordPage } from '../sites/present-page';
import { takenDown } from '../sites/live-facts';
import { releaseSite } from '../sites/release-site';
import { type ReleaseRow } from '../sites/release.model';

export interface PagePlan {
  publish: PageRow[];
  unpublish: PageRow[];
}

type Items = NonNullable<ReleaseRow['items']>;

/** The pages that items name, and those items that name none. */
export async function planOf(
  ctx: ContentCtx,
  items: Items,
): Promise<{ plan: PagePlan; errors: FieldError[] }> {
  const ids = items.map(({ pageId }) => pageId);
  const rows = await pages.in(ctx).find({ _id: { $in: ids }, deletedAt: null });
  const byId = new Map(rows.map((row) => [row._id, row]));
  const rowsFor = (action: Items[number]['action']) =>
    items.flatMap((item) => (item.action === action ? (byId.get(item.pageId) ?? []) : []));
  return {
    plan: { publish: rowsFor('publish'), unpublish: rowsFor('unpublish') },
    errors: items.flatMap(({ pageId }, index) =>
      byId.has(pageId) ? [] : { field: `items.${index}.pageId`, message: 'There is no such page.' },
    ),
  };
}

/**
 * Everything that prevents a plan from being carried out.
 * @param fieldOf how the request names a page
 */
export async function blockersOfPlan(
  tx: ContentCtx,
  { publish, unpublish }: PagePlan,
  fieldOf: (row: PageRow) => string,
): Promise<FieldError[]> {
  const leaving = new Set(unpublish.map(({ _id }) => _id));
  const refused = (row: PageRow, message: string): FieldError => ({
    field: fieldOf(row),
    message: `"${row.title}": ${message}`,
  });
  const unready = (await blockersOf(tx, publish)).map(({ row, message }) => refused(row, message));
  const orphans = publish.filter(({ parentId }) => parentId !== null && leaving.has(parentId));
  const children =
    leaving.size === 0
      ? []
      : await pages
          .in(tx)
          .find(
            { parentId: { $in: [...leaving] }, publishedVersion: { $gte: 1 }, deletedAt: null },
            { select: { parentId: 1 } },
          );
  const left = new Set(children.flatMap(({ _id, parentId }) => (leaving.has(_id) ? [] : (parentId ?? []))));
  return [
    ...unready,
    ...orphans.map((row) => refused(row, 'Its parent would not be live.')),
    ...unpublish.filter(isHome).map((row) => refused(row, 'The home page cannot be unpublished.')),
    ...unpublish
      .filter(({ _id }) => left.has(_id))
      .map((row) => refused(row, 'Pages under it would still be live.')),
  ];
}

/**
 * Publishes and unpublishes pages in one release, inside a transaction that has called `lockTree`.
 * @returns the event of the release; those of the pages follow from it. Null where no page is or was live
 * @throws invalid with every blocker
 */
export async function publishPages(
  tx: Tx<ContentCtx>,
  plan: PagePlan,
  how: { fieldOf: (row: PageRow) => string; staged?: ReleaseRow; causedBy?: string | undefined },
): Promise<DomainEvent | null> {
  const { fieldOf, ...release } = how;
  const blockers = await blockersOfPlan(tx, plan, fieldOf);
  if (blockers.length > 0) throw invalid(blockers);
  const frozen = await freezePages(
    tx,
    plan.publish.map((row) => ({ row })),
  );
  const live = plan.unpublish.filter(({ publishedVersion }) => publishedVersion !== null);
  const down = await pages.in(tx).updateEach(live.map((row) => ({ row, set: takenDown('draft') })));
  const changes = { published: frozen.map(({ entry }) => entry), removed: down.map(({ _id }) => _id) };
  const event = await releaseSite(tx, changes, release);
  if (event === null) return null;
  for (const { after } of frozen) recordPage(tx, 'page.published', after, event.id);
  for (const row of down) recordPage(tx, 'page.unpublished', row, event.id);
  return event;
}
