import { ok } from '@siteninja/http';
import { route } from '../context';
import { contentRequest, pageProposal, seoProposal, seoRequest } from './ai.schema';
import { draftPage } from './draft-page';
import { suggestSeo } from './suggest-seo';

const AI = '/tenants/:tenantId/ai';

export const aiRoutes = [
  route({
    method: 'post',
    path: `${AI}/content`,
    summary: 'Propose a page, made of what the tenant says of itself and of the prompt; nothing is written',
    allow: 'use:ai',
    body: contentRequest,
    returns: ok(pageProposal),
    emits: ['ai.generated'],
    operationId: 'draftPage',
    example: { pageType: 'about', prompt: 'We bake bread. Our oven is older than we are.' },
    errors: ['site.not_ready', 'ai.quota_exceeded'],
    etag: false,
    handle: (ctx, { body }) => draftPage(ctx, body),
  }),
  route({
    method: 'post',
    path: `${AI}/seo`,
    summary: 'Suggest what search engines are told of a page; nothing is written',
    allow: 'use:ai',
    body: seoRequest,
    returns: ok(seoProposal),
    emits: ['ai.generated'],
    operationId: 'suggestSeo',
    errors: ['page.not_found', 'site.not_ready', 'ai.quota_exceeded'],
    etag: false,
    handle: (ctx, { body }) => suggestSeo(ctx, body.pageId),
  }),
];
