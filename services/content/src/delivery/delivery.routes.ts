import { Answer, ok } from '@siteninja/http';
import {
  anyObject,
  flag,
  integer,
  list,
  moment,
  nullable,
  oneOf,
  optional,
  record,
  shape,
  text,
  uuid,
} from '@siteninja/schema';
import { route } from '../context';
import { seo } from '../seo/seo-fields';
import { answerHost } from '../sites/site-host';
import { getPublicPage, getPublicSite } from './public-site';
import { answerVisitor } from './site-answer';

const host = text({ max: 300 });
const path = text({ max: 2_000 });

const menuEntry = { label: text(), href: text(), openInNewTab: flag() };
const thirdLevel = shape({ ...menuEntry, children: list(shape(menuEntry), { max: 0 }) });
const secondLevel = shape({ ...menuEntry, children: list(thirdLevel) });
const menu = list(shape({ ...menuEntry, children: list(secondLevel) }));

const publicSite = shape({
  tenant: shape({
    name: text(),
    businessName: text(),
    description: optional(text()),
    contactPhone: optional(text()),
    contactEmail: optional(text()),
    businessHours: record(text()),
  }),
  branding: shape({
    primaryColor: text(),
    secondaryColor: text(),
    accentColor: text(),
    backgroundColor: text(),
    textColor: text(),
    fontFamily: text(),
    headingFontFamily: text(),
    logoAssetId: optional(uuid()),
    faviconAssetId: optional(uuid()),
  }),
  navigation: shape({ header: menu, footer: menu }),
  pages: list(shape({ id: uuid(), path: text(), title: text() }), { max: 100_000 }),
  release: shape({ id: uuid(), number: integer(), activatedAt: moment() }),
});

/** The page, or only where it is now. */
const publicPage = shape({
  path: optional(text()),
  title: optional(text()),
  seo: optional(seo),
  sections: optional(list(shape({ id: uuid(), sectionId: text(), type: text(), content: anyObject() }))),
  redirect: optional(shape({ to: text(), statusCode: integer() })),
});

/** Whoever keeps the answer has to ask each time whether it still holds. */
const headers = { 'Cache-Control': 'public, max-age=0, must-revalidate' };

export const deliveryRoutes = [
  route({
    method: 'get',
    path: '/public/site',
    summary: 'The live site of a host: tenant, branding, menus and pages',
    allow: 'public',
    query: shape({ host }),
    returns: ok(publicSite),
    handle: async (ctx, { query }) => new Answer(await getPublicSite(ctx, query.host), { headers }),
  }),
  route({
    method: 'get',
    path: '/public/page',
    summary: 'A page of the live site of a host, or where it has moved to',
    allow: 'public',
    query: shape({ host, path }),
    returns: ok(publicPage),
    handle: async (ctx, { query }) =>
      new Answer(await getPublicPage(ctx, query.host, query.path), { headers }),
  }),
];

/** What the gateway asks to serve the tenants' own hosts. */
export const internalSiteRoutes = [
  route({
    method: 'get',
    path: '/internal/sites/host',
    summary: 'Whose site a host is, and what is live there',
    allow: { services: ['gateway'] },
    query: shape({ host }),
    returns: ok(
      shape({
        tenantId: nullable(uuid()),
        status: oneOf('live', 'none', 'deleted', 'suspended', 'unknown'),
        releaseId: nullable(text()),
      }),
    ),
    handle: (ctx, { query }) => answerHost(ctx, query.host),
  }),
  route({
    method: 'get',
    path: '/internal/sites/answer',
    summary: 'What a visitor of a site gets',
    allow: { services: ['gateway'] },
    query: shape({ host, path, tenantId: optional(uuid()), releaseId: optional(text({ max: 100 })) }),
    returns: ok(
      shape({ status: integer(), headers: record(text()), body: text({ min: 0, max: 10_000_000 }) }),
    ),
    handle: (ctx, { query }) => answerVisitor(ctx, query),
  }),
];
