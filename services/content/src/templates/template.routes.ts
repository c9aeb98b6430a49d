import { calls } from '@siteninja/contracts';
import { listOf, listQuery, ok } from '@siteninja/http';
import { internalRoute, route } from '../context';
import { getTemplate, getTemplateFacts, listTemplates } from './template';
import { template, templateFilters } from './template.schema';

export const templateRoutes = [
  route({
    method: 'get',
    path: '/templates',
    summary: 'List the templates a site can begin with',
    allow: 'public',
    query: listQuery({
      sort: ['sortOrder', 'name', 'createdAt'],
      order: 'asc',
      filters: templateFilters,
    }),
    returns: listOf(template),
    handle: (ctx, { query }) => listTemplates(ctx, query),
  }),
  route({
    method: 'get',
    path: '/templates/:templateId',
    summary: 'Read a template with its pages',
    allow: 'public',
    returns: ok(template),
    errors: ['template.not_found'],
    handle: (ctx, { params }) => getTemplate(ctx, params.templateId),
  }),
];

export const internalTemplateRoutes = [
  internalRoute(calls.getTemplate, (ctx, { params }) => getTemplateFacts(ctx, params.templateId)),
];
