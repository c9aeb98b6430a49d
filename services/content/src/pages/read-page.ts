import { ensure, notFound, type PaginationQuery } from '@siteninja/core';
import { containing } from '@siteninja/mongo';
import { type ContentCtx } from '../context';
import { pageVersions } from './page-version.model';
import { type PageRow, pages, type PageStatus } from './page.model';

/** A page as lists show it. */
export function summarizePage(row: PageRow) {
  return { ...commonOf(row), sectionCount: row.sectionCount };
}

/** A page with its sections: what a GET of it answers. */
export function presentPage(row: PageRow) {
  return { ...commonOf(row), sections: row.sections };
}

function commonOf(row: PageRow) {
  return {
    id: row._id,
    tenantId: row.tenantId,
    slug: row.slug,
    parentId: row.parentId,
    path: row.path,
    title: row.title,
    status: row.status,
    seo: row.seo,
    template: row.template,
    publishedVersion: row.publishedVersion,
    publishedAt: row.publishedAt?.toISOString() ?? null,
    scheduledAt: row.scheduledAt?.toISOString() ?? null,
    hasUnpublishedChanges: row.hasUnpublishedChanges,
    createdBy: row.createdBy,
    revision: row.revision,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

export interface PageFilters {
  status?: PageStatus;
  slug?: string;
  parentId?: string;
  templateId?: string;
  search?: string;
  include?: 'sections';
}

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
    return { items: rows.map(presentPage), pagination };
  }
  const select = { sections: 0, templateSections: 0 } as const;
  const { rows, pagination } = await pages.in(ctx).paginate(filter, query, { select });
  return { items: rows.map(summarizePage), pagination };
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
export async function existingPage(ctx: ContentCtx, id: string): Promise<PageRow> {
  const row = await pages.in(ctx).findOne({ _id: id, deletedAt: null });
  ensure(row, () => notFound('page'));
  return row;
}
