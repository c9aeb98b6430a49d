import { type ContentCtx } from '../context';
import { isMade, type MadeRelease, type ReleaseEntry, releases } from './release.model';
import { type SiteRow, sites } from './site.model';

/** A release that never changes; null where the tenant has no such release. */
export async function readRelease(ctx: ContentCtx, id: string): Promise<MadeRelease | null> {
  const row = await releases.in(ctx).findOne({ _id: id });
  return row && isMade(row) ? row : null;
}

/** The release that visitors see; null before the first one. */
export async function readLiveRelease(ctx: ContentCtx): Promise<MadeRelease | null> {
  const site = await sites.in(ctx).findOne({}, { select: { liveReleaseId: 1 } });
  return site?.liveReleaseId ? readRelease(ctx, site.liveReleaseId) : null;
}

/**
 * The pages that are live, as the live release names them: none before the first release, and of a site that an import
 * has replaced.
 */
export async function readLiveEntries(
  ctx: ContentCtx,
  { liveReleaseId, hasUnpublishedImport }: Pick<SiteRow, 'liveReleaseId' | 'hasUnpublishedImport'>,
): Promise<ReleaseEntry[]> {
  if (liveReleaseId === null || hasUnpublishedImport) return [];
  return (await releases.in(ctx).get(liveReleaseId, {}, { select: { entries: 1 } })).entries;
}
