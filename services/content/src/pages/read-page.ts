import { ensure, notFound, type PaginationQuery, presenter } from '@siteninja/core';
import { containing } from '@siteninja/mongo';
import { omit } from '@siteninja/schema';
import { type ContentCtx } from '../context';
import { pageVersions } from '../sites/page-version.model';
import { type PageRow, pages } from '../sites/page.model';
import { presentPage } from '../sites/present-page';
import { type PageFilters, pageSummary } from './page.schema';

const summarizePage = presenter(omit(pageSummary, 'sections'));

export async function listPages(ctx: ContentCtx, query: PaginationQuery & PageFilters) {
  const { status, slug, parentId, templateId, search, include } = query;
  const filter = {
    deletedAt: null,
    ...(status === undefined ? {} : { status }),
    ...(slug === undefined ? {} : { slug }),
    ...(parentId === undefined ? {} : { parentId }),
    ...(templateId === undefined ? {} : { 'template.templateId': templateId }),
    ...(search === undefined ? {} : { $or: containing(search, ['title', 'slug']) }),
  };
  if (include === 'sections') {
    const { rows, pagination } = await pages.in(ctx).paginate(filter, query);
    return { items: rows.map((row) => presentPage(row)), pagination };
  }
  const select = { sections: 0, templateSections: 0 } as const;
  const { rows, pagination } = await pages.in(ctx).paginate(filter, query, { select });
  return { items: rows.map((row) => summarizePage(row)), pagination };
}

/**
 * The draft, or with `version` what was published under that number or is live.
 * @throws not_found
 */
export async function getPage(ctx: ContentCtx, id: string, version?: string) {
  const row = await existingPage(ctx, id);
  if (version === undefined) return presentPage(row);
  const number = version === 'published' ? row.publishedVersion : Number(version);
  const frozen = number === null ? null : await pageVersions.in(ctx).findOne({ pageId: id, number });
  ensure(frozen, () => notFound('version'));
  const { title, sections, seo } = frozen;
  return presentPage({ ...row, title, sections, seo });
}

/** The page, if it is this tenant's and not deleted. @throws not_found */
export function existingPage(ctx: ContentCtx, id: string): Promise<PageRow> {
  return pages.in(ctx).get(id, { deletedAt: null });
}
