import { listOf, listQuery, ok } from '@siteninja/http';
import {
  anyObject,
  flag,
  integer,
  list,
  moment,
  nullable,
  optional,
  shape,
  text,
  uuid,
} from '@siteninja/schema';
import { route } from '../context';
import { seo } from '../seo/seo-fields';
import { getTemplate, getTemplateFacts, listTemplates } from './template';

const templateSection = shape({
  sectionId: text(),
  type: text(),
  content: anyObject(),
  sortOrder: integer(),
});

const templatePage = shape({
  slug: text(),
  title: text(),
  sections: list(templateSection),
  seo: optional(seo),
});

const defaultBranding = shape({
  primaryColor: text(),
  secondaryColor: text(),
  accentColor: text(),
  backgroundColor: text(),
  textColor: text(),
  fontFamily: text(),
  headingFontFamily: text(),
});

const template = shape({
  id: uuid(),
  name: text(),
  description: nullable(text({ min: 0 })),
  category: text(),
  industry: nullable(text()),
  previewImage: nullable(text()),
  isPremium: flag(),
  isActive: flag(),
  defaultBranding,
  defaultSections: list(templatePage),
  sortOrder: integer(),
  createdAt: moment(),
  updatedAt: moment(),
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
        category: optional(text({ max: 100 })),
        industry: optional(text({ max: 100 })),
        isPremium: optional(flag()),
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
    handle: (ctx, { params }) => getTemplate(ctx, params.templateId),
  }),
];

export const internalTemplateRoutes = [
  route({
    method: 'get',
    path: '/internal/templates/:templateId',
    summary: 'Whether a template is offered, and its branding',
    allow: { services: ['tenant'] },
    returns: ok(shape({ id: uuid(), isActive: flag(), isPremium: flag(), defaultBranding })),
    handle: (ctx, { params }) => getTemplateFacts(ctx, params.templateId),
  }),
];
