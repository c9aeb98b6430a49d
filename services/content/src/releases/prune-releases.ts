import { transaction, type Tx } from '@siteninja/events';
import { type ContentCtx } from '../context';
import { activations } from '../sites/activation.model';
import { presentRelease } from '../sites/release-site';
import { type ReleaseRow, releases } from '../sites/release.model';
import { schedules } from '../sites/schedule.model';
import { lockTree } from '../sites/tree-lock';
import { liveReleaseId } from './read-release';

/** Events carry whole releases, so there are few in one transaction. */
const BATCH_SIZE = 20;
/** What one call deletes at most. */
const MAX_DELETIONS = 500;

/**
 * Deletes releases that were last live before a time, but for those that a schedule is going to activate.
 * @returns whether none of them is left
 */
export async function pruneReleases(ctx: ContentCtx, before: Date): Promise<boolean> {
  let after = 0;
  for (let deleted = 0; deleted < MAX_DELETIONS;) {
    const found = await releases
      .in(ctx)
      .find(
        { number: { $gte: after + 1 } },
        { sort: { number: 1 }, limit: BATCH_SIZE, select: { number: 1, activatedAt: 1 } },
      );
    // They are numbered in the order in which they became live first.
    const old = found.filter(({ activatedAt }) => activatedAt !== null && activatedAt < before);
    if (old.length > 0) deleted += await deleteThose(ctx, old, before);
    if (old.length < BATCH_SIZE) return true;
    after = old.at(-1)?.number ?? after;
  }
  return false;
}

function deleteThose(ctx: ContentCtx, old: readonly ReleaseRow[], before: Date): Promise<number> {
  return transaction(ctx, async (tx) => {
    // Nothing becomes live or is planned meanwhile.
    await lockTree(tx);
    const ids = old.map(({ _id }) => _id);
    const kept = await neededAmong(tx, ids, before);
    const due = ids.filter((id) => !kept.has(id));
    const rows = due.length === 0 ? [] : await releases.in(tx).find({ _id: { $in: due } });
    for (const row of rows) tx.recordChange('release.deleted', presentRelease(row, null), null);
    return due.length === 0 ? 0 : releases.in(tx).delete({ _id: { $in: due } });
  });
}

async function neededAmong(tx: Tx<ContentCtx>, ids: string[], before: Date): Promise<Set<string | null>> {
  const releaseId = { $in: ids };
  const select = { releaseId: 1 } as const;
  const again = await activations.in(tx).find({ releaseId, activatedAt: { $gte: before } }, { select });
  const planned = await schedules.in(tx).find({ status: 'pending', releaseId }, { select });
  return new Set([await liveReleaseId(tx), ...[...again, ...planned].map((row) => row.releaseId)]);
}
