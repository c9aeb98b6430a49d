import { listOf, listQuery, ok } from '@siteninja/http';
import { route } from '../context';
import { page, pageVersion, versionSummary } from './page.schema';
import { getVersion, listVersions, restoreVersion } from './version';

const VERSIONS = '/tenants/:tenantId/pages/:pageId/versions';

export const versionRoutes = [
  route({
    method: 'get',
    path: VERSIONS,
    summary: 'List what has been published of a page',
    allow: 'read:pages',
    query: listQuery({ sort: ['createdAt', 'number'] }),
    returns: listOf(versionSummary),
    operationId: 'listPageVersions',
    errors: ['page.not_found'],
    handle: (ctx, { params, query }) => listVersions(ctx, params.pageId, query),
  }),
  route({
    method: 'get',
    path: `${VERSIONS}/:number`,
    summary: 'Read a page as it was published under a number',
    allow: 'read:pages',
    returns: ok(pageVersion),
    operationId: 'getPageVersion',
    errors: ['page.not_found', 'version.not_found'],
    handle: (ctx, { params }) => getVersion(ctx, params.pageId, params.number),
  }),
  route({
    method: 'post',
    path: `${VERSIONS}/:number/restore`,
    summary: 'Put title, sections and SEO of a version into the draft; what is live stays',
    allow: 'write:pages',
    returns: ok(page),
    emits: ['page.updated'],
    operationId: 'restorePageVersion',
    errors: ['page.not_found', 'version.not_found', 'request.precondition_failed'],
    handle: (ctx, { params }) => restoreVersion(ctx, params.pageId, params.number),
  }),
];
