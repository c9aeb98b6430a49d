import { checksumOf } from './checksum';
import { linksOf, pageAssetIds, type PageContent } from './page-content';
import { type LiveFacts, type PageRow } from './page.model';

/** What becomes of a page that is live no longer. */
export function takenDown(status: 'draft' | 'archived') {
  return { status, publishedVersion: null, publishedAt: null, hasUnpublishedChanges: false, live: null };
}

export function liveFactsOf(content: PageContent & Pick<PageRow, 'tenantId'>): LiveFacts {
  const { sections } = content;
  const formIds = sections.filter(({ type }) => type === 'contact-form').map(({ id }) => id);
  return {
    assetIds: pageAssetIds(content),
    links: linksOf(sections),
    checksum: checksumOf(content),
    ...(formIds.length === 0 ? {} : { formIds }),
  };
}
