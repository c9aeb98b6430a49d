import { calls } from '@siteninja/contracts';
import { listOf, listQuery, ok } from '@siteninja/http';
import { s } from '@siteninja/schema';
import { internalRoute, route } from '../context';
import { seo } from '../seo/seo-fields';
import { getTemplate, getTemplateFacts, listTemplates } from './template';

const templateSection = s.object({
  sectionId: s.string(),
  type: s.string(),
  content: s.anyObject(),
  sortOrder: s.integer(),
});

const templatePage = s.object({
  slug: s.string(),
  title: s.string(),
  sections: s.array(templateSection),
  seo: s.optional(seo),
});

const defaultBranding = s.object({
  primaryColor: s.string(),
  secondaryColor: s.string(),
  accentColor: s.string(),
  backgroundColor: s.string(),
  textColor: s.string(),
  fontFamily: s.string(),
  headingFontFamily: s.string(),
});

const template = s.object({
  id: s.uuid(),
  name: s.string(),
  description: s.nullable(s.string({ min: 0 })),
  category: s.string(),
  industry: s.nullable(s.string()),
  previewImage: s.nullable(s.string()),
  isPremium: s.boolean(),
  isActive: s.boolean(),
  defaultBranding,
  defaultSections: s.array(templatePage),
  sortOrder: s.integer(),
  createdAt: s.dateTime(),
  updatedAt: s.dateTime(),
});

export const templateRoutes = [
  route({
    method: 'get',
    path: '/templates',
    summary: 'List the templates a site can begin with',
    allow: 'public',
    query: listQuery({
      sort: ['sortOrder', 'name', 'createdAt'],
      order: 'asc',
      filters: {
        category: s.optional(s.string({ max: 100 })),
        industry: s.optional(s.string({ max: 100 })),
        isPremium: s.optional(s.boolean()),
      },
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
