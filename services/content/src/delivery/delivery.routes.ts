import { calls } from '@siteninja/contracts';
import { Result, ok } from '@siteninja/http';
import { s } from '@siteninja/schema';
import { internalRoute, route } from '../context';
import { seo } from '../seo/seo-fields';
import { getSiteHost } from '../sites/site-host';
import { getPublicPage, getPublicSite } from './public-site';
import { answerVisitor } from './site-answer';

const host = s.string({ max: 300 });
const path = s.string({ max: 2_000 });

const menuEntry = { label: s.string(), href: s.string(), openInNewTab: s.boolean() };
const thirdLevel = s.object({ ...menuEntry, children: s.array(s.object(menuEntry), { max: 0 }) });
const secondLevel = s.object({ ...menuEntry, children: s.array(thirdLevel) });
const menu = s.array(s.object({ ...menuEntry, children: s.array(secondLevel) }));

const publicSite = s.object({
  tenant: s.object({
    name: s.string(),
    businessName: s.string(),
    description: s.optional(s.string()),
    contactPhone: s.optional(s.string()),
    contactEmail: s.optional(s.string()),
    businessHours: s.record(s.string()),
    locale: s.optional(s.string()),
    timeZone: s.optional(s.string()),
  }),
  branding: s.object({
    primaryColor: s.string(),
    secondaryColor: s.string(),
    accentColor: s.string(),
    backgroundColor: s.string(),
    textColor: s.string(),
    fontFamily: s.string(),
    headingFontFamily: s.string(),
    logoAssetId: s.optional(s.uuid()),
    faviconAssetId: s.optional(s.uuid()),
  }),
  navigation: s.object({ header: menu, footer: menu }),
  pages: s.array(s.object({ id: s.uuid(), path: s.string(), title: s.string() }), { max: 100_000 }),
  release: s.object({ id: s.uuid(), number: s.integer(), activatedAt: s.dateTime() }),
});

/** The page, or only where it is now. */
const publicPage = s.object({
  path: s.optional(s.string()),
  title: s.optional(s.string()),
  seo: s.optional(seo),
  sections: s.optional(
    s.array(s.object({ id: s.uuid(), sectionId: s.string(), type: s.string(), content: s.anyObject() })),
  ),
  redirect: s.optional(s.object({ to: s.string(), statusCode: s.integer() })),
});

/** Whoever keeps the answer has to ask each time whether it still holds. */
const headers = { 'Cache-Control': 'public, max-age=0, must-revalidate' };

export const deliveryRoutes = [
  route({
    method: 'get',
    path: '/public/site',
    summary: 'The live site of a host: tenant, branding, menus and pages',
    allow: 'public',
    query: s.object({ host }),
    returns: ok(publicSite),
    errors: ['site.not_found', 'site.not_published', 'site.gone', 'site.suspended'],
    handle: async (ctx, { query }) => new Result(await getPublicSite(ctx, query.host), { headers }),
  }),
  route({
    method: 'get',
    path: '/public/page',
    summary: 'A page of the live site of a host, or where it has moved to',
    allow: 'public',
    query: s.object({ host, path }),
    returns: ok(publicPage),
    errors: ['page.not_found', 'site.not_found', 'site.not_published', 'site.gone', 'site.suspended'],
    handle: async (ctx, { query }) =>
      new Result(await getPublicPage(ctx, query.host, query.path), { headers }),
  }),
];

export const internalSiteRoutes = [
  internalRoute(calls.getSiteHost, (ctx, { query }) => getSiteHost(ctx, query.host)),
  internalRoute(calls.getSiteAnswer, (ctx, { query }) => answerVisitor(ctx, query)),
];
