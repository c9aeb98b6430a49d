import { created, listOf, listQuery, noContent, ok } from '@siteninja/http';
import { toJsonSchema, partial, s } from '@siteninja/schema';
import { route } from '../context';
import { sectionVariants } from '../section-types';
import { sectionName, sortOrder } from '../section-types/section-input';
import { MOST_SECTIONS } from './section-list';
import { seo } from '../seo/seo-fields';
import { deletePage } from './delete-page';
import { createPage, updatePage } from './page';
import { PAGE_STATUSES } from './page.model';
import { publishPage, unpublishPage } from './publish';
import { getPage, listPages } from './read-page';

/** A page may hold 2 MB of sections, and JSON writes some characters in six bytes. */
const BODY_LIMIT = 4 * 1024 * 1024;

const sectionExtras = { sectionId: s.optional(sectionName), sortOrder: s.optional(sortOrder) };

const newPage = s.object({
  slug: s.string({ max: 255, pattern: /^[a-z0-9-]+$/ }),
  title: s.string({ max: 500 }),
  status: s.optional(s.enum(...PAGE_STATUSES)),
  parentId: s.optional(s.nullable(s.uuid())),
  templateId: s.optional(s.nullable(s.uuid())),
  sections: s.optional(s.array(sectionVariants(sectionExtras), { max: MOST_SECTIONS })),
  seo: s.optional(s.nullable(seo)),
});

const pageChange = partial(
  s.object({
    title: s.string({ max: 500 }),
    status: s.enum(...PAGE_STATUSES),
    parentId: s.nullable(s.uuid()),
    sections: s.array(sectionVariants({ ...sectionExtras, id: s.optional(s.uuid()) }), {
      max: MOST_SECTIONS,
    }),
  }),
);

const common = {
  id: s.uuid(),
  tenantId: s.uuid(),
  slug: s.string(),
  parentId: s.nullable(s.uuid()),
  path: s.string(),
  title: s.string(),
  status: s.enum(...PAGE_STATUSES),
  seo,
  template: s.nullable(s.object({ templateId: s.uuid(), customizations: s.array(s.uuid()) })),
  publishedVersion: s.nullable(s.integer({ min: 1 })),
  publishedAt: s.nullable(s.dateTime()),
  scheduledAt: s.nullable(s.dateTime()),
  hasUnpublishedChanges: s.boolean(),
  createdBy: s.nullable(s.uuid()),
  revision: s.integer({ min: 1 }),
  createdAt: s.dateTime(),
  updatedAt: s.dateTime(),
};

/** A section inside its page. Its content follows the schema that `/section-types` gives for its type. */
export const pageSection = s.object({
  id: s.uuid(),
  sectionId: s.string(),
  type: s.string(),
  content: s.anyObject(),
  sortOrder: s.integer(),
});

export const page = s.object({ ...common, sections: s.array(pageSection) });

const pageInList = s.object({
  ...common,
  sectionCount: s.optional(s.integer()),
  sections: s.optional(s.array(pageSection)),
});

const pageQuery = listQuery({
  sort: ['createdAt', 'updatedAt', 'title', 'slug', 'status', 'publishedAt'],
  filters: {
    status: s.optional(s.enum(...PAGE_STATUSES)),
    slug: s.optional(s.string({ max: 255 })),
    parentId: s.optional(s.uuid()),
    templateId: s.optional(s.uuid()),
    search: s.optional(s.string({ max: 255 })),
    include: s.optional(s.enum('sections')),
  },
});

const versionQuery = s.object({
  version: s.optional(s.string({ max: 10, pattern: /^(published|[1-9][0-9]*)$/ })),
});

/** What a new page cannot have both of. */
const sectionsAndTemplate = {
  required: ['sections', 'templateId'],
  properties: { sections: {}, templateId: { type: 'string' } },
};

export const pageRoutes = [
  route({
    method: 'get',
    path: '/tenants/:tenantId/pages',
    summary: 'List the pages of a tenant',
    allow: 'read:pages',
    query: pageQuery,
    returns: listOf(pageInList),
    handle: (ctx, { query }) => listPages(ctx, query),
  }),
  route({
    method: 'post',
    path: '/tenants/:tenantId/pages',
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
    errors: ['page.slug_taken', 'page.home_protected', 'site.not_ready', 'release.superseded'],
    handle: (ctx, { body }) => createPage(ctx, body),
  }),
  route({
    method: 'get',
    path: '/tenants/:tenantId/pages/:pageId',
    summary: 'Read a page: its draft, or a version of it',
    allow: 'read:pages',
    query: versionQuery,
    returns: ok(page),
    errors: ['page.not_found', 'version.not_found'],
    handle: (ctx, { params, query }) => getPage(ctx, params.pageId, query.version),
  }),
  route({
    method: 'put',
    path: '/tenants/:tenantId/pages/:pageId',
    summary:
      'Change a page; its sections are replaced as a whole. Writing the status publishes or unpublishes',
    allow: 'write:pages',
    body: pageChange,
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
    path: '/tenants/:tenantId/pages/:pageId',
    summary: 'Delete a page; with force its children move up and links to it are left',
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
    path: '/tenants/:tenantId/pages/:pageId/publish',
    summary: 'Freeze the page into a version and make it live',
    allow: 'publish:pages',
    body: s.optional(s.object({})),
    returns: ok(page),
    emits: ['page.published'],
    example: {},
    errors: ['page.not_found', 'site.not_ready', 'release.superseded', 'request.precondition_failed'],
    handle: (ctx, { params }) => publishPage(ctx, params.pageId),
  }),
  route({
    method: 'post',
    path: '/tenants/:tenantId/pages/:pageId/unpublish',
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
];
