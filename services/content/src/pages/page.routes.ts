import { created, listOf, listQuery, noContent, ok, Result } from '@siteninja/http';
import { toJsonSchema, s } from '@siteninja/schema';
import { route } from '../context';
import { deletePage, restorePage } from './delete-page';
import { duplicatePage } from './duplicate-page';
import { createPage, movePage, updatePage } from './page';
import { newPage, page, pageChange, pageFilters, pagePlace, pageSummary, versionQuery } from './page.schema';
import { unpublishPage } from './publish';
import { getPage, listPages } from './read-page';

/** A page may hold 2 MB of sections, and JSON writes some characters in six bytes. */
const BODY_LIMIT = 4 * 1024 * 1024;

const PAGES = '/tenants/:tenantId/pages';
const PAGE = '/tenants/:tenantId/pages/:pageId';

/** A new page has either sections or a template. */
const sectionsAndTemplate = {
  required: ['sections', 'templateId'],
  properties: { sections: {}, templateId: { type: 'string' } },
};

export const pageRoutes = [
  route({
    method: 'get',
    path: PAGES,
    summary: 'List the pages of a tenant',
    allow: 'read:pages',
    query: listQuery({
      sort: ['createdAt', 'updatedAt', 'title', 'slug', 'status', 'publishedAt'],
      filters: pageFilters,
    }),
    returns: listOf(pageSummary),
    cached: true,
    handle: (ctx, { query }) => listPages(ctx, query),
  }),
  route({
    method: 'post',
    path: PAGES,
    summary: 'Create a page, with sections of its own or from a template',
    allow: 'write:pages',
    body: newPage,
    bodySchema: { ...toJsonSchema(newPage), not: sectionsAndTemplate },
    bodyLimit: BODY_LIMIT,
    returns: created(page),
    emits: ['page.created'],
    example: {
      slug: 'boiler-service',
      title: 'Boiler service',
      sections: [{ type: 'text', content: { heading: 'Once a year', body: '<p>We check every part.</p>' } }],
    },
    errors: [
      'page.slug_taken',
      'page.home_protected',
      'plan.limit_reached',
      'site.not_ready',
      'release.superseded',
    ],
    handle: (ctx, { body }) => createPage(ctx, body),
  }),
  route({
    method: 'get',
    path: PAGE,
    summary: 'Read a page: its draft, or a version of it',
    allow: 'read:pages',
    query: versionQuery,
    returns: ok(page),
    cached: true,
    errors: ['page.not_found', 'version.not_found'],
    handle: (ctx, { params, query }) => getPage(ctx, params.pageId, query.version),
  }),
  route({
    method: 'put',
    path: PAGE,
    summary:
      'Change a page; its sections are replaced as a whole. Writing the status publishes or unpublishes',
    allow: 'write:pages',
    body: pageChange,
    current: (ctx, { pageId }) => getPage(ctx, pageId),
    bodyLimit: BODY_LIMIT,
    returns: ok(page),
    emits: ['page.updated', 'page.published', 'page.unpublished'],
    example: { title: 'Boiler service and repair' },
    errors: [
      'page.not_found',
      'page.slug_taken',
      'page.home_protected',
      'page.has_live_children',
      'site.not_ready',
      'release.superseded',
      'request.precondition_failed',
    ],
    handle: (ctx, { params, body }) => updatePage(ctx, params.pageId, body),
  }),
  route({
    method: 'delete',
    path: PAGE,
    summary: 'Delete a page; with force its children move up, its menu items go, and links to it are left',
    allow: 'delete:pages',
    query: s.object({ force: s.optional(s.boolean()) }),
    returns: noContent(),
    emits: ['page.deleted'],
    errors: [
      'page.not_found',
      'page.in_use',
      'page.home_protected',
      'page.slug_taken',
      'site.not_ready',
      'release.superseded',
      'request.precondition_failed',
    ],
    handle: (ctx, { params, query }) => deletePage(ctx, params.pageId, query),
  }),
  route({
    method: 'post',
    path: `${PAGE}/unpublish`,
    summary: 'Take the page down',
    allow: 'publish:pages',
    body: s.optional(s.object({})),
    returns: ok(page),
    emits: ['page.unpublished'],
    example: {},
    errors: [
      'page.not_found',
      'page.not_published',
      'page.home_protected',
      'page.has_live_children',
      'site.not_ready',
      'release.superseded',
      'request.precondition_failed',
    ],
    handle: (ctx, { params }) => unpublishPage(ctx, params.pageId),
  }),
  route({
    method: 'post',
    path: `${PAGE}/move`,
    summary: 'Give a page another slug or parent; its old address redirects, and those of the pages under it',
    allow: 'write:pages',
    body: pagePlace,
    returns: ok(page),
    emits: ['page.moved'],
    example: { slug: 'boilers' },
    errors: [
      'page.not_found',
      'page.slug_taken',
      'page.home_protected',
      'site.not_ready',
      'release.superseded',
      'request.precondition_failed',
    ],
    handle: (ctx, { params, body }) => movePage(ctx, params.pageId, body),
  }),
  route({
    method: 'post',
    path: `${PAGE}/duplicate`,
    summary: 'Copy a page as a draft, with ids of its own',
    allow: 'write:pages',
    returns: created(page),
    emits: ['page.created'],
    errors: ['page.not_found', 'plan.limit_reached', 'request.precondition_failed'],
    handle: async (ctx, { params: { tenantId, pageId } }) => {
      const copy = await duplicatePage(ctx, pageId);
      return new Result(copy, { headers: { Location: `/api/tenants/${tenantId}/pages/${copy.id}` } });
    },
  }),
  route({
    method: 'post',
    path: `${PAGE}/restore`,
    summary: 'Bring a deleted page back as a draft; at the top, if its parent is gone',
    allow: 'write:pages',
    returns: ok(page),
    emits: ['page.restored'],
    errors: ['page.not_found', 'page.slug_taken', 'plan.limit_reached'],
    handle: (ctx, { params }) => restorePage(ctx, params.pageId),
  }),
];
