import { type ContentCtx } from '../context';
import { deadLinksOf, withoutDeadLinks } from '../markup/dead-links';
import { forwardTo, withForwarded } from '../markup/present-files';
import { type RenderedSite } from '../markup/site';
import { type Section } from '../section-types/section-schemas';
import { type Seo } from '../seo/seo';
import { pageVersions } from './page-version.model';
import { type ReleaseEntry } from './release.model';

/** A page as visitors get it. */
export interface LivePage {
  path: string;
  title: string;
  seo: Seo;
  sections: Omit<Section, 'sortOrder'>[];
}

type Facts = Pick<RenderedSite, 'tenant' | 'goneAssetIds' | 'files' | 'assets'>;

/** The version of a page that a release names, as the release's site shows it. */
export async function readLivePage(
  ctx: ContentCtx,
  { path, pageId, version }: ReleaseEntry,
  site: Facts,
): Promise<LivePage> {
  const frozen = await pageVersions.in(ctx).findOne({ pageId, number: version });
  if (!frozen) throw new Error(`Version ${version} of the page ${pageId} is gone.`);
  return livePageOf({ ...frozen, path }, site);
}

/** Without links to files that are gone, and with those to files that were replaced leading to the new ones. */
export function livePageOf(
  {
    path,
    title,
    seo,
    sections,
  }: {
    path: string;
    title: string;
    seo: Seo;
    sections: readonly Section[];
  },
  site: Facts,
): LivePage {
  const isDead = deadLinksOf(site);
  const forward = forwardTo(site);
  const shown = sections.map(({ sortOrder: _sortOrder, content, ...section }) => {
    return { ...section, content: withForwarded(withoutDeadLinks(content, isDead), forward) };
  });
  const { structuredData } = seo;
  const told = structuredData ? { structuredData: withForwarded(structuredData, forward) } : {};
  return { path, title, seo: { ...seo, ...told }, sections: shown };
}
