import { ok } from '@siteninja/http';
import { route } from '../context';
import { previewPage, previewRelease } from './preview';
import { previewLink } from './preview.schema';

export const previewRoutes = [
  route({
    method: 'post',
    path: '/tenants/:tenantId/pages/:pageId/preview',
    summary: 'Make a link that shows the draft of a page, inside its site, for a day',
    allow: 'read:pages',
    returns: ok(previewLink),
    operationId: 'previewPage',
    etag: false,
    errors: ['page.not_found', 'site.not_ready'],
    handle: (ctx, { params }) => previewPage(ctx, params.pageId),
  }),
  route({
    method: 'post',
    path: '/tenants/:tenantId/releases/:releaseId/preview',
    summary: 'Make a link that shows the whole site as a release is or would be, for a day',
    allow: 'read:pages',
    returns: ok(previewLink),
    operationId: 'previewRelease',
    etag: false,
    errors: ['release.not_found', 'site.not_ready'],
    handle: (ctx, { params }) => previewRelease(ctx, params.releaseId),
  }),
];
