import { created, listOf, listQuery, noContent, ok } from '@siteninja/http';
import { route } from '../context';
import { getRedirect, listRedirects } from './read-redirect';
import { createRedirect, deleteRedirect, updateRedirect } from './redirect';
import { newRedirect, redirect, redirectChange } from './redirect.schema';

const REDIRECTS = '/tenants/:tenantId/redirects';

export const redirectRoutes = [
  route({
    method: 'get',
    path: REDIRECTS,
    summary: 'List the redirects of a tenant',
    allow: 'read:redirects',
    query: listQuery({ sort: ['createdAt', 'updatedAt', 'fromPath'] }),
    returns: listOf(redirect),
    handle: (ctx, { query }) => listRedirects(ctx, query),
  }),
  route({
    method: 'post',
    path: REDIRECTS,
    summary: 'Send visitors of an old address to another path, or to a page wherever it lies; live at once',
    description:
      'A live page wins over a redirect, and the query of the request is kept. Pages that move leave redirects by themselves.',
    allow: 'write:redirects',
    body: newRedirect,
    returns: created(redirect),
    emits: ['redirect.created'],
    example: { fromPath: '/offers.html', toPath: '/services' },
    errors: ['redirect.from_path_taken', 'site.not_ready', 'release.superseded'],
    handle: (ctx, { body }) => createRedirect(ctx, body),
  }),
  route({
    method: 'get',
    path: `${REDIRECTS}/:redirectId`,
    summary: 'Read a redirect',
    allow: 'read:redirects',
    returns: ok(redirect),
    errors: ['redirect.not_found'],
    handle: (ctx, { params }) => getRedirect(ctx, params.redirectId),
  }),
  route({
    method: 'put',
    path: `${REDIRECTS}/:redirectId`,
    summary: 'Change a redirect; naming a path takes the place of a page, and the other way round',
    allow: 'write:redirects',
    body: redirectChange,
    current: (ctx, { redirectId }) => getRedirect(ctx, redirectId),
    returns: ok(redirect),
    emits: ['redirect.updated'],
    example: { statusCode: 302 },
    errors: [
      'redirect.not_found',
      'redirect.from_path_taken',
      'site.not_ready',
      'release.superseded',
      'request.precondition_failed',
    ],
    handle: (ctx, { params, body }) => updateRedirect(ctx, params.redirectId, body),
  }),
  route({
    method: 'delete',
    path: `${REDIRECTS}/:redirectId`,
    summary: 'Delete a redirect',
    allow: 'delete:redirects',
    returns: noContent(),
    emits: ['redirect.deleted'],
    errors: ['redirect.not_found', 'site.not_ready', 'release.superseded', 'request.precondition_failed'],
    handle: (ctx, { params }) => deleteRedirect(ctx, params.redirectId),
  }),
];
