import { created, listOf, noContent, ok, singlePage } from '@siteninja/http';
import { route } from '../context';
import { createIndustry, deleteIndustry, listIndustries, updateIndustry } from './industry';
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
    handle: (ctx, { body }) => createIndustry(ctx, body),
  }),
  route({
    method: 'put',
    path: '/industries/:industryId',
    summary: 'Update an industry',
    allow: 'super_admin',
    body: industryChange,
    returns: ok(industry),
    emits: ['industry.updated'],
    handle: (ctx, { params, body }) => updateIndustry(ctx, params.industryId, body),
  }),
  route({
    method: 'delete',
    path: '/industries/:industryId',
    summary: 'Delete an industry',
    allow: 'super_admin',
    returns: noContent(),
    emits: ['industry.deleted'],
    handle: (ctx, { params }) => deleteIndustry(ctx, params.industryId),
  }),
];
