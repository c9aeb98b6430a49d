import { type ContentCtx } from '../context';
import { type SiteRedirect } from '../markup/site';
import { pathKey } from '../markup/own-links';
import { redirects } from './redirect.model';
import { type ReleaseEntry } from './release.model';

/**
 * The redirects as visitors of these pages are sent: straight to where the last of a chain leads. One whose page is
 * not live is left out, and so is one from the path of a live page, which wins.
 */
export async function redirectsFor(
  ctx: ContentCtx,
  entries: readonly ReleaseEntry[],
): Promise<SiteRedirect[]> {
  const rows = await redirects.in(ctx).find({}, { sort: { _id: 1 } });
  if (rows.length === 0) return [];
  const paths = new Map(entries.map(({ pageId, path }) => [pageId, path]));
  const isLive = new Set(paths.values());
  const direct = new Map<string, SiteRedirect>();
  for (const { fromPath: from, toPath, pageId, statusCode } of rows) {
    const to = pageId === null ? toPath : paths.get(pageId);
    if (to !== null && to !== undefined && !isLive.has(from)) direct.set(from, { from, to, statusCode });
  }
  return [...direct.values()].map((redirect) => ({ ...redirect, to: lastOf(redirect, direct) }));
}

/** Where the chain ends that begins with this redirect; its own target where it would go round in a circle. */
function lastOf({ from, to }: SiteRedirect, direct: ReadonlyMap<string, SiteRedirect>): string {
  const seen = new Set([from]);
  let last = to;
  for (;;) {
    const path = pathKey(last);
    const next = direct.get(path);
    if (!next) return last;
    if (seen.has(path)) return to;
    seen.add(path);
    last = next.to;
  }
}
