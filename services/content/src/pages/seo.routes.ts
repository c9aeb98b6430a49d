import { noContent, ok } from '@siteninja/http';
import { route } from '../context';
import { getSeo, resetSeo, updateSeo } from './page-seo';
import { pageSeo, seoChange } from './seo.schema';

const SEO = '/tenants/:tenantId/pages/:pageId/seo';

export const seoRoutes = [
  route({
    method: 'get',
    path: SEO,
    summary: 'Read what search engines and link previews are told of a page, and where each value comes from',
    allow: 'read:seo',
    returns: ok(pageSeo),
    cached: true,
    operationId: 'getPageSeo',
    errors: ['page.not_found', 'site.not_ready'],
    handle: (ctx, { params }) => getSeo(ctx, params.pageId),
  }),
  route({
    method: 'put',
    path: SEO,
    summary: 'Say what search engines are told of a page; null takes back what was said',
    description: 'It is live once the page is published. A value that follows from the page anyway stays so.',
    allow: 'write:seo',
    body: seoChange,
    current: (ctx, { pageId }) => getSeo(ctx, pageId),
    returns: ok(pageSeo),
    emits: ['seo.updated'],
    operationId: 'updatePageSeo',
    example: { metaTitle: 'Boiler service in Hackney', metaDescription: 'We check every part, once a year.' },
    errors: ['page.not_found', 'site.not_ready', 'request.precondition_failed'],
    handle: (ctx, { params, body }) => updateSeo(ctx, params.pageId, body),
  }),
  route({
    method: 'delete',
    path: SEO,
    summary: 'Take back all that was said to search engines of a page',
    allow: 'delete:seo',
    returns: noContent(),
    emits: ['seo.reset'],
    operationId: 'resetPageSeo',
    errors: ['page.not_found', 'site.not_ready', 'request.precondition_failed'],
    handle: (ctx, { params }) => resetSeo(ctx, params.pageId),
  }),
];
