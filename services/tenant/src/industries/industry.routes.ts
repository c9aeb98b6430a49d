import { created, listOf, noContent, ok, singlePage } from '@siteninja/http';
import { route } from '../context';
import { createIndustry, deleteIndustry, getIndustry, listIndustries, updateIndustry } from './industry';
import { industry, industryChange, newIndustry } from './industry.schema';

export const industryRoutes = [
  route({
    method: 'get',
    path: '/industries',
    summary: 'List the industries a business can choose from',
    allow: 'public',
    returns: listOf(industry),
    handle: async (ctx) => singlePage(await listIndustries(ctx)),
  }),
  route({
    method: 'post',
    path: '/industries',
    summary: 'Create an industry',
    allow: 'super_admin',
    body: newIndustry,
    returns: created(industry),
    emits: ['industry.created'],
    example: { name: 'Bakery', description: 'Bread and cakes', icon: 'wheat', sortOrder: 110 },
    errors: ['industry.name_taken'],
    handle: (ctx, { body }) => createIndustry(ctx, body),
  }),
  route({
    method: 'put',
    path: '/industries/:industryId',
    summary: 'Update an industry',
    allow: 'super_admin',
    body: industryChange,
    current: (ctx, { industryId }) => getIndustry(ctx, industryId),
    returns: ok(industry),
    emits: ['industry.updated'],
    example: { description: 'Bread, cakes and coffee' },
    errors: ['industry.not_found', 'industry.name_taken', 'request.precondition_failed'],
    handle: (ctx, { params, body }) => updateIndustry(ctx, params.industryId, body),
  }),
  route({
    method: 'delete',
    path: '/industries/:industryId',
    summary: 'Delete an industry',
    allow: 'super_admin',
    returns: noContent(),
    emits: ['industry.deleted'],
    errors: ['industry.not_found', 'request.precondition_failed'],
    handle: (ctx, { params }) => deleteIndustry(ctx, params.industryId),
  }),
];
