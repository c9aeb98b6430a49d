import { calls } from '@siteninja/contracts';
import { Result, ok } from '@siteninja/http';
import { internalRoute, route } from '../context';
import { getSiteHost } from '../sites/site-host';
import { pageQuery, publicPage, publicSite, siteQuery } from './delivery.schema';
import { getPublicPage, getPublicSite } from './public-site';
import { answerVisitor } from './site-answer';

/** The answer may be kept, and must be checked again before each use. */
const headers = { 'Cache-Control': 'public, max-age=0, must-revalidate' };

export const deliveryRoutes = [
  route({
    method: 'get',
    path: '/public/site',
    summary: 'The live site of a host: tenant, branding, menus and pages',
    allow: 'public',
    query: siteQuery,
    returns: ok(publicSite),
    errors: ['site.not_found', 'site.not_published', 'site.gone', 'site.suspended'],
    handle: async (ctx, { query }) => new Result(await getPublicSite(ctx, query.host), { headers }),
  }),
  route({
    method: 'get',
    path: '/public/page',
    summary: 'A page of the live site of a host, or where it has moved to',
    allow: 'public',
    query: pageQuery,
    returns: ok(publicPage),
    errors: ['page.not_found', 'site.not_found', 'site.not_published', 'site.gone', 'site.suspended'],
    handle: async (ctx, { query }) => new Result(await getPublicPage(ctx, query), { headers }),
  }),
];

export const internalSiteRoutes = [
  internalRoute(calls.getSiteHost, (ctx, { query }) => getSiteHost(ctx, query.host)),
  internalRoute(calls.getSiteAnswer, (ctx, { query }) => answerVisitor(ctx, query)),
];
