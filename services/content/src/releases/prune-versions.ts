import { chunked } from '@siteninja/core';
import { type ContentCtx } from '../context';
import { pageVersions } from '../sites/page-version.model';
import { type PageRow, pages } from '../sites/page.model';
import { releases } from '../sites/release.model';

/** What one call looks at, at most. */
const MAX_VERSIONS = 2_000;
const RELEASES_AT_ONCE = 20;
const DELETIONS_AT_ONCE = 100;

/**
 * Deletes versions that are not among the `kept` newest of their page, were last live before a time, and that no
 * release names. No lock is needed: a release is made of newest versions, and of what another release names.
 * @returns whether none of them is left
 */
export async function pruneVersions(ctx: ContentCtx, kept: number, before: Date): Promise<boolean> {
  // The newest one stays in any case.
  const newest = Math.max(kept, 1);
  const old = await oldVersions(ctx, newest, before);
  const due = await unnamedAmong(ctx, old);
  for (const ids of chunked(due, DELETIONS_AT_ONCE)) {
    await pageVersions.in(ctx).delete({ _id: { $in: ids } });
  }
  // Where all of them are named, looking again finds them again.
  return old.length < MAX_VERSIONS || due.length === 0;
}

interface Version {
  _id: string;
  pageId: string;
  number: number;
}

async function oldVersions(ctx: ContentCtx, newest: number, before: Date): Promise<Version[]> {
  const rows = await pages.in(ctx).find({ versionCount: { $gt: newest } }, { select: { versionCount: 1 } });
  const old: Version[] = [];
  for (const row of rows) {
    if (old.length >= MAX_VERSIONS) break;
    old.push(...(await oldVersionsOf(ctx, row, { newest, before })));
  }
  return old.slice(0, MAX_VERSIONS);
}

async function oldVersionsOf(
  ctx: ContentCtx,
  { _id: pageId, versionCount }: PageRow,
  { newest, before }: { newest: number; before: Date },
): Promise<Version[]> {
  const found = await pageVersions.in(ctx).find(
    { pageId, number: { $lt: versionCount - newest + 2 } },
    {
      sort: { number: 1 },
      limit: MAX_VERSIONS + 1,
      select: { pageId: 1, number: 1, publishedAt: 1 },
    },
  );
  // Unless it became live again, a version was live until the next one was published at the longest.
  return found.filter((_, index) => {
    const next = found[index + 1];
    return next !== undefined && next.publishedAt <= before;
  });
}

/** @returns the ids of those versions that no release names */
async function unnamedAmong(ctx: ContentCtx, versions: readonly Version[]): Promise<string[]> {
  const unnamed = new Map(versions.map(({ _id, pageId, number }) => [`${pageId} ${number}`, _id]));
  for (let after = 0; unnamed.size > 0;) {
    const found = await releases.in(ctx).find(
      { number: { $gte: after + 1 } },
      {
        sort: { number: 1 },
        limit: RELEASES_AT_ONCE,
        select: { number: 1, 'entries.pageId': 1, 'entries.version': 1 },
      },
    );
    for (const { entries } of found) {
      for (const { pageId, version } of entries) unnamed.delete(`${pageId} ${version}`);
    }
    after = found.at(-1)?.number ?? after;
    if (found.length < RELEASES_AT_ONCE) break;
  }
  return [...unnamed.values()];
}
