import { created, listOf, listQuery, noContent, ok } from '@siteninja/http';
import {
  anyObject,
  flag,
  integer,
  jsonSchema,
  list,
  moment,
  nullable,
  oneOf,
  optional,
  patchOf,
  shape,
  text,
  uuid,
} from '@siteninja/schema';
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

const sectionExtras = { sectionId: optional(sectionName), sortOrder: optional(sortOrder) };

const newPage = shape({
  slug: text({ max: 255, pattern: /^[a-z0-9-]+$/ }),
  title: text({ max: 500 }),
  status: optional(oneOf(...PAGE_STATUSES)),
  parentId: optional(nullable(uuid())),
  templateId: optional(nullable(uuid())),
  sections: optional(list(sectionVariants(sectionExtras), { max: MOST_SECTIONS })),
  seo: optional(nullable(seo)),
});

const pageChange = patchOf(
  shape({
    title: text({ max: 500 }),
    status: oneOf(...PAGE_STATUSES),
    parentId: nullable(uuid()),
    sections: list(sectionVariants({ ...sectionExtras, id: optional(uuid()) }), { max: MOST_SECTIONS }),
  }),
);

const common = {
  id: uuid(),
  tenantId: uuid(),
  slug: text(),
  parentId: nullable(uuid()),
  path: text(),
  title: text(),
  status: oneOf(...PAGE_STATUSES),
  seo,
  template: nullable(shape({ templateId: uuid(), customizations: list(uuid()) })),
  publishedVersion: nullable(integer({ min: 1 })),
  publishedAt: nullable(moment()),
  scheduledAt: nullable(moment()),
  hasUnpublishedChanges: flag(),
  createdBy: nullable(uuid()),
  revision: integer({ min: 1 }),
  createdAt: moment(),
  updatedAt: moment(),
};

/** A section inside its page. Its content follows the schema that `/section-types` gives for its type. */
export const pageSection = shape({
  id: uuid(),
  sectionId: text(),
  type: text(),
  content: anyObject(),
  sortOrder: integer(),
});

export const page = shape({ ...common, sections: list(pageSection) });

const pageInList = shape({
  ...common,
  sectionCount: optional(integer()),
  sections: optional(list(pageSection)),
});

const pageQuery = listQuery({
  sort: ['createdAt', 'updatedAt', 'title', 'slug', 'status', 'publishedAt'],
  filters: {
    status: optional(oneOf(...PAGE_STATUSES)),
    slug: optional(text({ max: 255 })),
    parentId: optional(uuid()),
    templateId: optional(uuid()),
    search: optional(text({ max: 255 })),
    include: optional(oneOf('sections')),
  },
});

const versionQuery = shape({ version: optional(text({ max: 10, pattern: /^(published|[1-9][0-9]*)$/ })) });

/** What a new page cannot have both of. */
const sectionsAndTemplate = {
  required: ['sections', 'templateId'],
  properties: { templateId: { type: 'string' } },
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
    bodySchema: { ...jsonSchema(newPage), not: sectionsAndTemplate },
    bodyLimit: BODY_LIMIT,
    returns: created(page),
    emits: ['page.created'],
    handle: (ctx, { body }) => createPage(ctx, body),
  }),
  route({
    method: 'get',
    path: '/tenants/:tenantId/pages/:pageId',
    summary: 'Read a page: its draft, or a version of it',
    allow: 'read:pages',
    query: versionQuery,
    returns: ok(page),
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
    handle: (ctx, { params, body }) => updatePage(ctx, params.pageId, body),
  }),
  route({
    method: 'delete',
    path: '/tenants/:tenantId/pages/:pageId',
    summary: 'Delete a page; with force its children move up and links to it are left',
    allow: 'delete:pages',
    query: shape({ force: optional(flag()) }),
    returns: noContent(),
    emits: ['page.deleted'],
    handle: (ctx, { params, query }) => deletePage(ctx, params.pageId, query),
  }),
  route({
    method: 'post',
    path: '/tenants/:tenantId/pages/:pageId/publish',
    summary: 'Freeze the page into a version and make it live',
    allow: 'publish:pages',
    body: optional(shape({})),
    returns: ok(page),
    emits: ['page.published'],
    handle: (ctx, { params }) => publishPage(ctx, params.pageId),
  }),
  route({
    method: 'post',
    path: '/tenants/:tenantId/pages/:pageId/unpublish',
    summary: 'Take the page down',
    allow: 'publish:pages',
    body: optional(shape({})),
    returns: ok(page),
    emits: ['page.unpublished'],
    handle: (ctx, { params }) => unpublishPage(ctx, params.pageId),
  }),
];
