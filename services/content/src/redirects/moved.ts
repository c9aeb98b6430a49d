import { type Tx } from '@siteninja/events';
import { type ContentCtx } from '../context';
import { type RedirectRow, redirects } from '../sites/redirect.model';
import { presentRedirect } from './read-redirect';

/**
 * Leads visitors of the old addresses to the pages, wherever they lie by then: so a page that moves twice leaves no
 * chain. A page that comes back to an old address of its own answers there itself. The caller makes the release.
 */
export async function redirectMoved(
  tx: Tx<ContentCtx>,
  moved: readonly { pageId: string; from: string; to: string }[],
  causedBy: string,
): Promise<void> {
  const back = await redirects.in(tx).find({ fromPath: { $in: moved.map(({ to }) => to) } });
  const own = new Map(moved.map(({ pageId, to }) => [to, pageId]));
  await dropRedirects(
    tx,
    back.filter(({ fromPath, pageId }) => own.get(fromPath) === pageId),
    causedBy,
  );
  const known = await redirects.in(tx).find({ fromPath: { $in: moved.map(({ from }) => from) } });
  // What led elsewhere from here was never seen while the page was.
  await dropRedirects(tx, known, causedBy);
  const rows = moved.map(({ pageId, from }) => ({
    fromPath: from,
    toPath: null,
    pageId,
    statusCode: 301 as const,
  }));
  for (const row of rows.length === 0 ? [] : await redirects.in(tx).insertMany(rows)) {
    tx.recordChange('redirect.created', null, presentRedirect(row), { causedBy });
  }
}

/** Deletes what leads to a page that is deleted. The caller makes the release. */
export async function dropRedirectsTo(tx: Tx<ContentCtx>, pageId: string, causedBy: string): Promise<void> {
  await dropRedirects(tx, await redirects.in(tx).find({ pageId }, { sort: { _id: 1 } }), causedBy);
}

async function dropRedirects(
  tx: Tx<ContentCtx>,
  rows: readonly RedirectRow[],
  causedBy: string,
): Promise<void> {
  if (rows.length === 0) return;
  await redirects.in(tx).delete({ _id: { $in: rows.map(({ _id }) => _id) } });
  for (const row of rows) tx.recordChange('redirect.deleted', presentRedirect(row), null, { causedBy });
}
