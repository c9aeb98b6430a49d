import { notFound, ensure, type PaginationQuery, presenter, requireMatch } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { type ContentCtx } from '../context';
import { pageVersions, type PageVersionRow } from '../sites/page-version.model';
import { pages } from '../sites/page.model';
import { derivedFrom } from '../sites/page-content';
import { pageVersion, versionSummary } from './page.schema';
import { presentPage } from '../sites/present-page';
import { existingPage } from './read-page';

const present = presenter(pageVersion);
const summarize = presenter(versionSummary);

/** What has been published of a page, the newest first. @throws not_found */
export async function listVersions(ctx: ContentCtx, pageId: string, query: PaginationQuery) {
  await existingPage(ctx, pageId);
  const select = { sections: 0, seo: 0 } as const;
  const { rows, pagination } = await pageVersions.in(ctx).paginate({ pageId }, query, { select });
  return { items: rows.map(summarize), pagination };
}

/** @throws not_found */
export async function getVersion(ctx: ContentCtx, pageId: string, number: string) {
  await existingPage(ctx, pageId);
  return present(await findVersion(ctx, pageId, number));
}

/**
 * Puts title, sections and SEO of a version into the draft; what is live stays as it is, and so does the page's place.
 * @throws not_found, precondition_failed
 */
export function restoreVersion(ctx: ContentCtx, pageId: string, number: string) {
  return transaction(ctx, async (tx) => {
    const row = await existingPage(tx, pageId);
    const before = presentPage(row);
    requireMatch(tx, () => before);
    const { title, sections, seo } = await findVersion(tx, pageId, number);
    const content = { title, sections, seo };
    const after = presentPage(
      await pages.in(tx).update(pageId, { ...content, ...derivedFrom(content, row) }),
    );
    tx.recordChange('page.updated', before, after);
    return after;
  });
}

async function findVersion(ctx: ContentCtx, pageId: string, number: string): Promise<PageVersionRow> {
  const isNumber = /^[1-9][0-9]{0,8}$/.test(number);
  const found = isNumber ? await pageVersions.in(ctx).findOne({ pageId, number: Number(number) }) : null;
  ensure(found, () => notFound('version'));
  return found;
}
