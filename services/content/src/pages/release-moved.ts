import { type Tx } from '@siteninja/events';
import { type ContentCtx } from '../context';
import { redirectMoved } from '../redirects/moved';
import { releaseSite } from '../sites/release-site';
import { type Moved } from './page-tree';

/**
 * Shows pages at their new paths at once, and leaves redirects at the old ones.
 * @param removed ids of pages that leave the site in the same release
 */
export async function releaseMoved(
  tx: Tx<ContentCtx>,
  moved: readonly Moved[],
  causedBy: string,
  removed: readonly string[] = [],
): Promise<void> {
  const live = moved.filter(({ isLive }) => isLive);
  if (live.length + removed.length === 0) return;
  await redirectMoved(tx, live, causedBy);
  const paths = new Map(live.map(({ pageId, to }) => [pageId, to]));
  await releaseSite(tx, { removed, moved: paths }, { causedBy });
}
