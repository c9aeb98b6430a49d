import { type ContentCtx } from '../context';
import { canonicalPath, pathKey } from '../markup/own-links';
import { type SiteRedirect } from '../markup/site';
import { type LivePage, readLivePage } from '../sites/live-page';
import { type MadeRelease, type ReleaseEntry } from '../sites/release.model';

/** What a release has at a path. */
export type Found =
  { page: LivePage; entry: ReleaseEntry } | { redirect: Pick<SiteRedirect, 'to' | 'statusCode'> } | null;

/** `/home`, a trailing slash and capitals redirect to the page's one address. A page wins over a redirect. */
export async function findPage(ctx: ContentCtx, release: MadeRelease, path: string): Promise<Found> {
  const entry = release.entries.find((each) => each.path === path);
  if (entry) return { page: await readLivePage(ctx, entry, release.site), entry };
  const canonical = canonicalPath(path);
  const isElsewhere = canonical !== path && release.entries.some((each) => each.path === canonical);
  if (isElsewhere) return { redirect: { to: canonical, statusCode: 301 } };
  const address = pathKey(path);
  const found = release.site.redirects?.find(({ from }) => from === address);
  return found ? { redirect: { to: found.to, statusCode: found.statusCode } } : null;
}
