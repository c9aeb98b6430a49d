import { isDeepStrictEqual } from 'node:util';
import { ensure, notFound, type PaginationQuery, presenter } from '@siteninja/core';
import { type ContentCtx } from '../context';
import { presentRelease, releaseStatus } from '../sites/release-site';
import { isMade, type MadeRelease, type ReleaseRow, releases } from '../sites/release.model';
import { sites } from '../sites/site.model';
import { type ReleaseDiff, releaseSummary } from './release.schema';

const summarize = presenter(releaseSummary);

export async function listReleases(
  ctx: ContentCtx,
  query: PaginationQuery & { status?: ReturnType<typeof releaseStatus> },
) {
  const live = await liveReleaseId(ctx);
  const filters = {
    live: { _id: live ?? '' },
    superseded: { number: { $gte: 1 }, _id: { $ne: live ?? '' } },
    staged: { number: null },
  };
  const filter = query.status === undefined ? {} : filters[query.status];
  const select = { entries: 0, site: 0 } as const;
  const { rows, pagination } = await releases.in(ctx).paginate(filter, query, { select });
  const items = rows.map((row) => summarize({ ...row, status: releaseStatus(row, live) }));
  return { items, pagination };
}

/** @throws not_found */
export async function getRelease(ctx: ContentCtx, id: string) {
  return presentRelease(await releases.in(ctx).get(id), await liveReleaseId(ctx));
}

export async function liveReleaseId(ctx: ContentCtx): Promise<string | null> {
  const site = await sites.in(ctx).findOne({}, { select: { liveReleaseId: 1 } });
  return site?.liveReleaseId ?? null;
}

/** What visitors of the second see otherwise than visitors of the first. @throws not_found, also for staged ones */
export async function diffReleases(ctx: ContentCtx, from: string, to: string): Promise<ReleaseDiff> {
  const [before, after] = await Promise.all([madeRelease(ctx, from), madeRelease(ctx, to)]);
  return {
    pages: changedPages(before, after),
    branding: !isDeepStrictEqual(before.site.branding, after.site.branding),
    navigation: !isDeepStrictEqual(before.site.navigation, after.site.navigation),
    redirects: !isDeepStrictEqual(before.site.redirects ?? [], after.site.redirects ?? []),
  };
}

async function madeRelease(ctx: ContentCtx, id: string): Promise<MadeRelease> {
  const row = await releases.in(ctx).get(id);
  ensure(isMade(row), () => notFound('release'));
  return row;
}

function changedPages(before: ReleaseRow, after: ReleaseRow): ReleaseDiff['pages'] {
  const known = new Map(before.entries.map((entry) => [entry.pageId, entry]));
  const kept = new Set(after.entries.map(({ pageId }) => pageId));
  const now = after.entries.flatMap(({ pageId, path, version }): ReleaseDiff['pages'] => {
    const old = known.get(pageId);
    if (!old) return [{ pageId, path, change: 'added' }];
    if (old.version !== version) return [{ pageId, path, change: 'changed' }];
    return old.path === path ? [] : [{ pageId, path, change: 'moved' }];
  });
  const removed = before.entries.filter(({ pageId }) => !kept.has(pageId));
  return [...now, ...removed.map(({ pageId, path }) => ({ pageId, path, change: 'removed' as const }))];
}
