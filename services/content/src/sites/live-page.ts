import { type ContentCtx } from '../context';
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

/** The version of a page that a release names. */
export async function readLivePage(
  ctx: ContentCtx,
  { path, pageId, version }: ReleaseEntry,
): Promise<LivePage> {
  const frozen = await pageVersions.in(ctx).findOne({ pageId, number: version });
  if (!frozen) throw new Error(`Version ${version} of the page ${pageId} is gone.`);
  return livePageOf({ ...frozen, path });
}

export function livePageOf({
  path,
  title,
  seo,
  sections,
}: {
  path: string;
  title: string;
  seo: Seo;
  sections: readonly Section[];
}): LivePage {
  const shown = sections.map(({ id, sectionId, type, content }) => ({ id, sectionId, type, content }));
  return { path, title, seo, sections: shown };
}
