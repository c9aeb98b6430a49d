import { ok, Result } from '@siteninja/http';
import { route } from '../context';
import {
  contentRequest,
  pageProposal,
  rewriteProposal,
  rewriteRequest,
  seoProposal,
  seoRequest,
} from './ai.schema';
import { draftPage } from './draft-page';
import { rewriteSection } from './rewrite-section';
import { suggestSeo } from './suggest-seo';

const AI = '/tenants/:tenantId/ai';
const ERRORS = ['ai.quota_exceeded', 'ai.refused', 'ai.answer_invalid', 'ai.unavailable'] as const;

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
    errors: ['site.not_ready', ...ERRORS],
    etag: false,
    streams: true,
    handle: (ctx, { body }) => draftPage(ctx, body),
  }),
  route({
    method: 'post',
    path: `${AI}/rewrite`,
    summary: 'Propose other content for a section, and say what would change; nothing is written',
    description:
      'Propose other content for a section, with each difference. Nothing is written: PUT the content to the section to take it over. An instruction that cannot be followed, or that would change nothing, costs nothing: `content` is what the section has, `diff` is empty, and `message` says why',
    allow: 'use:ai',
    body: rewriteRequest,
    returns: ok(rewriteProposal),
    emits: ['ai.generated'],
    operationId: 'rewriteSection',
    errors: ['site.not_ready', ...ERRORS],
    etag: false,
    streams: true,
    handle: async (ctx, { body }) => {
      const { message, ...proposal } = await rewriteSection(ctx, body);
      return new Result(proposal, message === null ? {} : { message });
    },
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
    errors: ['site.not_ready', ...ERRORS],
    etag: false,
    streams: true,
    handle: (ctx, { body }) => suggestSeo(ctx, body.pageId),
  }),
];
