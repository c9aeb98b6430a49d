import { userOf } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { unknownAssets } from '../assets/asset';
import { type ContentCtx } from '../context';
import { checksumOf } from '../sites/checksum';
import { liveFactsOf } from '../sites/live-facts';
import { pageVersions } from '../sites/page-version.model';
import { type PageRow, pages } from '../sites/page.model';
import { type ReleaseEntry } from '../sites/release.model';
import { pageAssetIds, type PageContent } from '../sites/page-content';

/** A page that has been frozen, and how a release names it. */
interface Frozen {
  before: PageRow;
  after: PageRow;
  entry: ReleaseEntry;
}

/** A page that is to be published, as its draft is, or with other content. */
export interface Publication {
  row: PageRow;
  content?: PageContent;
}

/** Makes a version of each page, and writes it as live. The caller makes the release, in the same transaction. */
export async function freezePages(
  tx: Tx<ContentCtx>,
  publications: readonly Publication[],
): Promise<Frozen[]> {
  const publishedAt = tx.clock.now();
  const frozen = publications.map((publication) => freeze(publication, publishedAt));
  await pageVersions.in(tx).insertMany(
    frozen.map(({ before, content, set }) => {
      const { _id: pageId, slug, path } = before;
      const { title, sections, seo } = content;
      const { publishedVersion: number, live } = set;
      const facts = { number, checksum: live.checksum, publishedAt, publishedBy: userOf(tx), note: null };
      return { pageId, slug, path, title, sections, seo, ...facts };
    }),
  );
  const after = await pages.in(tx).updateEach(frozen.map(({ before, set }) => ({ row: before, set })));
  return frozen.flatMap(({ before, set }, index) => {
    const row = after[index];
    return row ? { before, after: row, entry: entryOf(row, set.publishedVersion) } : [];
  });
}

function freeze({ row: before, content: given }: Publication, publishedAt: Date) {
  const number = before.versionCount + 1;
  const { title, sections, seo } = given ?? before;
  const content = { title, sections, seo };
  const live = liveFactsOf({ tenantId: before.tenantId, ...content });
  const set = {
    status: 'published' as const,
    publishedVersion: number,
    versionCount: number,
    publishedAt,
    hasUnpublishedChanges: given !== undefined && checksumOf(before) !== live.checksum,
    live,
  };
  return { before, content, set };
}

/** A page as a release names it, at the version that it has just been published as. */
function entryOf(row: PageRow, version: number): ReleaseEntry {
  const { _id, path, title, seo, publishedAt, live } = row;
  return {
    path,
    pageId: _id,
    version,
    title,
    noIndex: seo.noIndex ?? false,
    canonicalUrl: seo.canonicalUrl ?? null,
    publishedAt: publishedAt?.toISOString() ?? '',
    assetIds: live?.assetIds ?? [],
    ...(live?.formIds ? { formIds: live.formIds } : {}),
  };
}

/** A draft as the next release would name it. */
export function draftEntryOf(row: PageRow): ReleaseEntry {
  return entryOf({ ...row, live: liveFactsOf(row), publishedAt: null }, row.versionCount + 1);
}

export interface Blocker {
  /** The page that cannot be published. */
  row: PageRow;
  field: 'parentId' | 'sections';
  message: string;
}

/**
 * What prevents pages from being published together: a parent that is not live, and is not published with them; assets
 * that are gone.
 */
export async function blockersOf(tx: ContentCtx, rows: readonly PageRow[]): Promise<Blocker[]> {
  const together = new Set(rows.map(({ _id }) => _id));
  const parentIds = rows.flatMap(({ parentId }) =>
    parentId === null || together.has(parentId) ? [] : parentId,
  );
  const parents =
    parentIds.length === 0
      ? []
      : await pages.in(tx).find({ _id: { $in: parentIds }, deletedAt: null }, { select: { sections: 0 } });
  const byId = new Map(parents.map((parent) => [parent._id, parent]));
  const unknown = new Set(await unknownAssets(tx, [...new Set(rows.flatMap(pageAssetIds))]));
  return rows.flatMap((row): Blocker[] => {
    const { parentId } = row;
    const parent = parentId === null ? undefined : byId.get(parentId);
    const hasParent =
      parentId === null || together.has(parentId) || typeof parent?.publishedVersion === 'number';
    const gone = pageAssetIds(row).filter((id) => unknown.has(id));
    return [
      ...(hasParent
        ? []
        : [
            {
              row,
              field: 'parentId' as const,
              message: `Its parent "${parent?.title ?? ''}" is not published.`,
            },
          ]),
      ...gone.map((id) => ({
        row,
        field: 'sections' as const,
        message: `The asset ${id} is no longer there.`,
      })),
    ];
  });
}
