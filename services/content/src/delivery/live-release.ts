import { type ContentCtx } from '../context';
import { canonicalPath, pathKey } from '../markup/own-links';
import { type SiteRedirect } from '../markup/site';
import { pageVersions } from '../sites/page-version.model';
import { type ReleaseEntry, isMade, type MadeRelease, releases } from '../sites/release.model';
import { type Section } from '../section-types/section-schemas';
import { type Seo } from '../seo/seo';

export interface LivePage {
  path: string;
  title: string;
  seo: Seo;
  sections: Omit<Section, 'sortOrder'>[];
}

/** What a release has at a path. */
export type Found = { page: LivePage } | { redirect: Pick<SiteRedirect, 'to' | 'statusCode'> } | null;

/** A release that never changes; null where the tenant has no such release. */
export async function readRelease(ctx: ContentCtx, id: string): Promise<MadeRelease | null> {
  const row = await releases.in(ctx).findOne({ _id: id });
  return row && isMade(row) ? row : null;
}

/** `/home`, a trailing slash and capitals redirect to the page's one address. A page wins over a redirect. */
export async function findPage(ctx: ContentCtx, release: MadeRelease, path: string): Promise<Found> {
  const entry = release.entries.find((each) => each.path === path);
  if (entry) return { page: await readPage(ctx, entry) };
  const canonical = canonicalPath(path);
  const isElsewhere = canonical !== path && release.entries.some((each) => each.path === canonical);
  if (isElsewhere) return { redirect: { to: canonical, statusCode: 301 } };
  const address = pathKey(path);
  const found = release.site.redirects?.find(({ from }) => from === address);
  return found ? { redirect: { to: found.to, statusCode: found.statusCode } } : null;
}

async function readPage(ctx: ContentCtx, { path, pageId, version }: ReleaseEntry): Promise<LivePage> {
  const frozen = await pageVersions.in(ctx).findOne({ pageId, number: version });
  if (!frozen) throw new Error(`Version ${version} of the page ${pageId} is gone.`);
  const { title, seo } = frozen;
  const sections = frozen.sections.map(({ id, sectionId, type, content }) => ({
    id,
    sectionId,
    type,
    content,
  }));
  return { path, title, seo, sections };
}
