import { created, listOf, noContent, ok, singlePage } from '@siteninja/http';
import { partial, s } from '@siteninja/schema';
import { route } from '../context';
import { createIndustry, deleteIndustry, listIndustries, updateIndustry } from './industry';

const newIndustry = s.object({
  name: s.string({ max: 255 }),
  description: s.optional(s.nullable(s.string({ max: 1_000 }))),
  icon: s.optional(s.nullable(s.string({ max: 100 }))),
  sortOrder: s.default(s.integer({ min: 0, max: 1_000_000 }), 0),
  isActive: s.default(s.boolean(), true),
});

const industry = s.object({
  id: s.uuid(),
  name: s.string(),
  description: s.nullable(s.string()),
  icon: s.nullable(s.string()),
  sortOrder: s.integer(),
  isActive: s.boolean(),
  createdAt: s.dateTime(),
  updatedAt: s.dateTime(),
});

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
    summary: 'Add an industry',
    allow: 'super_admin',
    body: newIndustry,
    returns: created(industry),
    emits: ['industry.created'],
    handle: (ctx, { body }) => createIndustry(ctx, body),
  }),
  route({
    method: 'put',
    path: '/industries/:industryId',
    summary: 'Change an industry',
    allow: 'super_admin',
    body: partial(newIndustry),
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
