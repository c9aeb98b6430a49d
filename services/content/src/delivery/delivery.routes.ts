import { calls } from '@siteninja/contracts';
import { created, Result, ok } from '@siteninja/http';
import { internalRoute, route } from '../context';
import { filledForm, publicForm, receipt } from '../forms/form.schema';
import { getSiteHost } from '../sites/site-host';
import { pageQuery, publicPage, publicSite, siteQuery } from './delivery.schema';
import { getPublicPage, getPublicSite } from './public-site';
import { getPublicForm, submitPublicForm } from './public-form';
import { answerSender, answerVisitor } from './site-answer';

/** The answer may be kept, and must be checked again before each use. */
const headers = { 'Cache-Control': 'public, max-age=0, must-revalidate' };

const FORM_ERRORS = [
  'form.not_found',
  'site.not_found',
  'site.not_published',
  'site.gone',
  'site.suspended',
] as const;

export const deliveryRoutes = [
  route({
    method: 'get',
    path: '/public/site',
    summary: 'The live site of a host: tenant, branding, menus and pages',
    allow: 'public',
    query: siteQuery,
    returns: ok(publicSite),
    errors: ['site.not_found', 'site.not_published', 'site.gone', 'site.suspended'],
    handle: async (ctx, { query }) => new Result(await getPublicSite(ctx, query.host), { headers }),
  }),
  route({
    method: 'get',
    path: '/public/page',
    summary: 'A page of the live site of a host, or where it has moved to',
    allow: 'public',
    query: pageQuery,
    returns: ok(publicPage),
    errors: ['page.not_found', 'site.not_found', 'site.not_published', 'site.gone', 'site.suspended'],
    handle: async (ctx, { query }) => new Result(await getPublicPage(ctx, query), { headers }),
  }),
  route({
    method: 'get',
    path: '/public/forms/:formId',
    operationId: 'getPublicForm',
    summary: 'A form of the live site of a host: what it asks for, and the token to send it with',
    description:
      'The id is that of its contact-form section; labels that nobody has written are in the language of the site.',
    allow: 'public',
    query: siteQuery,
    returns: ok(publicForm),
    errors: FORM_ERRORS,
    handle: async (ctx, { params, query }) =>
      new Result(await getPublicForm(ctx, query.host, params.formId), { headers }),
  }),
  route({
    method: 'post',
    path: '/public/forms/:formId',
    operationId: 'submitForm',
    summary: 'Send a form, as a visitor of the site',
    description:
      'Every answer that is wrong is named, as `fields.<name>`. What looks like spam is answered as everything else, and kept apart. Equal answers of one address within a minute are one submission.',
    allow: 'public',
    query: siteQuery,
    body: filledForm,
    returns: created(receipt),
    emits: ['contact.submitted'],
    errors: [...FORM_ERRORS, 'form.rate_limited'],
    handle: (ctx, { params, query, body }) => submitPublicForm(ctx, query.host, params.formId, body),
  }),
];

export const internalSiteRoutes = [
  internalRoute(calls.getSiteHost, (ctx, { query }) => getSiteHost(ctx, query.host)),
  internalRoute(calls.getSiteAnswer, (ctx, { query }) => answerVisitor(ctx, query)),
  internalRoute(calls.submitSiteForm, (ctx, { params, body }) => answerSender(ctx, params.formId, body)),
];
