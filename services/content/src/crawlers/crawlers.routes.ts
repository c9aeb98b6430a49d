import { ok } from '@siteninja/http';
import { route } from '../context';
import { getCrawlers, updateCrawlers } from './crawlers';
import { crawlers, crawlersChange } from './crawlers.schema';

const CRAWLERS = '/tenants/:tenantId/crawlers';

export const crawlersRoutes = [
  route({
    method: 'get',
    path: CRAWLERS,
    summary: 'Read what search engines and AI crawlers are told of the whole site',
    allow: 'read:seo',
    returns: ok(crawlers),
    operationId: 'getCrawlers',
    handle: (ctx) => getCrawlers(ctx),
  }),
  route({
    method: 'put',
    path: CRAWLERS,
    summary: 'Say what search engines and AI crawlers may do with the site; live at once',
    description:
      'It is shown in `/robots.txt`, and every page is sent with `noindex` where `index` is false.',
    allow: 'write:seo',
    body: crawlersChange,
    current: (ctx) => getCrawlers(ctx),
    returns: ok(crawlers),
    emits: ['crawlers.updated'],
    operationId: 'updateCrawlers',
    example: { robots: ['Disallow: /internal'], aiInput: true },
    errors: ['site.not_ready', 'release.superseded', 'request.precondition_failed'],
    handle: (ctx, { body }) => updateCrawlers(ctx, body),
  }),
];
