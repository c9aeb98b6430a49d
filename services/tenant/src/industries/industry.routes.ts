import { created, listOf, noContent, ok, onlyPage } from '@siteninja/http';
import {
  flag,
  integer,
  moment,
  nullable,
  optional,
  patchOf,
  shape,
  text,
  uuid,
  withDefault,
} from '@siteninja/schema';
import { route } from '../context';
import { createIndustry, deleteIndustry, listIndustries, updateIndustry } from './industry';

const newIndustry = shape({
  name: text({ max: 255 }),
  description: optional(nullable(text({ max: 1_000 }))),
  icon: optional(nullable(text({ max: 100 }))),
  sortOrder: withDefault(integer({ min: 0, max: 1_000_000 }), 0),
  isActive: withDefault(flag(), true),
});

const industry = shape({
  id: uuid(),
  name: text(),
  description: nullable(text()),
  icon: nullable(text()),
  sortOrder: integer(),
  isActive: flag(),
  createdAt: moment(),
  updatedAt: moment(),
});

export const industryRoutes = [
  route({
    method: 'get',
    path: '/industries',
    summary: 'List the industries a business can choose from',
    allow: 'public',
    returns: listOf(industry),
    handle: async (ctx) => onlyPage(await listIndustries(ctx)),
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
    body: patchOf(newIndustry),
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
