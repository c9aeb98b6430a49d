import { DomainError, invalid, requireMatch } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { type FieldError } from '@siteninja/schema';
import { type ContentCtx } from '../context';
import { followRelease } from '../sites/follow-release';
import { readLiveEntries } from '../sites/read-release';
import { readySite } from '../sites/ready-site';
import { activateRelease, presentRelease } from '../sites/release-site';
import { isMade, type ReleaseRow, releases } from '../sites/release.model';
import { type SiteRow } from '../sites/site.model';
import { lockTree } from '../sites/tree-lock';
import { planOf, publishPages } from './publish-pages';
import { deletedPages, itemOf } from './release';

/**
 * Makes a release the live one: a staged one by doing what it says, an earlier one again with the same bytes. The live
 * one stays live, and nothing is recorded.
 * @throws not_found, invalid with every blocker, conflict `release.page_deleted`, precondition_failed
 */
export function goLive(ctx: ContentCtx, id: string) {
  return transaction(ctx, async (tx) => {
    await lockTree(tx);
    const row = await releases.in(tx).get(id);
    const site = await readySite(tx);
    requireMatch(tx, () => presentRelease(row, site.liveReleaseId));
    return activateRow(tx, site, row);
  });
}

/**
 * Activates inside a transaction that has called `lockTree`.
 * @param causedBy the event that it follows from, where activating is not what was asked for
 */
export async function activateRow(tx: Tx<ContentCtx>, site: SiteRow, row: ReleaseRow, causedBy?: string) {
  if (row._id === site.liveReleaseId) return presentRelease(row, row._id);
  if (!isMade(row)) return activateStaged(tx, row, causedBy);
  const before = await readLiveEntries(tx, site);
  requireKept(await deletedPages(tx, row, before));
  const event = await activateRelease(tx, site, row, { causedBy });
  await followRelease(tx, { before, after: row.entries, causedBy: event.id });
  return presentRelease(row, row._id);
}

async function activateStaged(tx: Tx<ContentCtx>, row: ReleaseRow, causedBy?: string) {
  const items = row.items ?? [];
  const { plan, errors } = await planOf(tx, items);
  if (errors.length > 0) throw invalid(errors);
  await publishPages(tx, plan, { fieldOf: itemOf(items), staged: row, causedBy });
  return presentRelease(await releases.in(tx).get(row._id), row._id);
}

function requireKept(details: FieldError[]): void {
  if (details.length === 0) return;
  const message = 'Pages of this release have been deleted since. Restore them first.';
  throw new DomainError('conflict', 'release.page_deleted', message, { details });
}
