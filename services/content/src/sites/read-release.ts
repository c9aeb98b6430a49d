import { type ContentCtx } from '../context';
import { isMade, type MadeRelease, releases } from './release.model';
import { sites } from './site.model';

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
