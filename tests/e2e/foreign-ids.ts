import { type RouteFacts } from '../../libs/http/src';
import { toJsonSchema } from '../../libs/schema/src';
import { type Business } from './business';

type Ids = Readonly<Record<string, string>>;
/** A body that is right but for one id, and whose id that would be. */
interface Row {
  param: string;
  body: (id: string, own: Ids) => object;
}

/** What belongs to all, so that naming it tells nothing. */
export const SHARED = ['planId', 'templateId', 'industryId', 'erasureId', 'number', 'file', 'token'];

const SLUG = { slug: 'foreign', title: 'Foreign' };
const hero = (picture: object) => ({ type: 'hero', content: { heading: 'Hi', picture } });
const gallery = (assetId: string) => ({
  type: 'gallery',
  content: { heading: 'Hi', items: [{ picture: { assetId, alt: '' } }] },
});
const map = (locationId: string) => ({ type: 'map', content: { locationId } });
const asset = (body: Row['body']): Row => ({ param: 'assetId', body });
const page = (body: Row['body']): Row => ({ param: 'pageId', body });
const location = (body: Row['body']): Row => ({ param: 'locationId', body });

const ofSection = {
  'content.picture.assetId': asset((assetId) => hero({ assetId, alt: '' })),
  'content.items[].picture.assetId': asset(gallery),
  'content.locationId': location(map),
};
const ofSections = Object.fromEntries(
  Object.entries(ofSection).map(([field, { param, body }]): [string, Row] => [
    `sections[].${field}`,
    { param, body: (id, own) => ({ ...SLUG, sections: [body(id, own)] }) },
  ]),
);
const withoutType = ({ param, body }: Row): Row => ({
  param,
  body: (id, own) => ({ content: Reflect.get(body(id, own), 'content') }),
});
const ofMenu = {
  parentId: {
    param: 'itemId',
    body: (parentId: string) => ({ ...link({ type: 'url', url: '/' }), parentId }),
  },
  'target.pageId': page((pageId) => link({ type: 'page', pageId })),
  'target.sectionId': {
    param: 'sectionId',
    body: (sectionId: string, { pageId }: Ids) => link({ type: 'section', pageId, sectionId }),
  },
};
const link = (target: object) => ({ menu: 'header', label: 'Hi', target });
const item = (depth: number): Row => ({
  param: 'itemId',
  body: (id, { itemId }) => {
    let tree: object = { id };
    for (let level = 0; level < depth; level += 1) tree = { id: itemId, children: [tree] };
    return { menu: 'header', items: [tree] };
  },
});

/** Each id that a body may carry, by route and field. */
const ROWS: Record<string, Record<string, Row>> = {
  'post /auth/switch': { tenantId: { param: 'tenantId', body: (tenantId) => ({ tenantId }) } },
  'post /tenants/:tenantId/ai/rewrite': {
    pageId: page((pageId, { sectionId }) => ({ pageId, sectionId, instruction: 'Shorter.' })),
    sectionId: {
      param: 'sectionId',
      body: (sectionId, { pageId }) => ({ pageId, sectionId, instruction: 'Shorter.' }),
    },
  },
  'post /tenants/:tenantId/ai/seo': { pageId: page((pageId) => ({ pageId })) },
  'put /tenants/:tenantId/branding': {
    logoAssetId: asset((logoAssetId) => ({ logoAssetId })),
    faviconAssetId: asset((faviconAssetId) => ({ faviconAssetId })),
  },
  'put /tenants/:tenantId/locations/order': {
    'locationIds[]': location((id, { locationId }) => ({ locationIds: [locationId, id] })),
  },
  'post /tenants/:tenantId/navigation': ofMenu,
  'put /tenants/:tenantId/navigation/:itemId': ofMenu,
  'put /tenants/:tenantId/navigation/order': {
    'items[].id': item(0),
    'items[].children[].id': item(1),
    'items[].children[].children[].id': item(2),
    'items[].children[].children[].children[].id': item(3),
  },
  'post /tenants/:tenantId/pages': {
    parentId: page((parentId) => ({ ...SLUG, parentId })),
    ...ofSections,
    'seo.ogImageAssetId': asset((ogImageAssetId) => ({ ...SLUG, seo: { ogImageAssetId } })),
  },
  'put /tenants/:tenantId/pages/:pageId': {
    parentId: page((parentId) => ({ parentId })),
    'sections[].id': {
      param: 'sectionId',
      body: (id) => ({ sections: [{ ...hero({ alt: '' }), id, content: { heading: 'Hi' } }] }),
    },
    ...ofSections,
    'seo.ogImageAssetId': asset((ogImageAssetId) => ({ seo: { ogImageAssetId } })),
  },
  'post /tenants/:tenantId/pages/:pageId/move': { parentId: page((parentId) => ({ parentId })) },
  'post /tenants/:tenantId/pages/:pageId/sections': {
    after: { param: 'sectionId', body: (after) => ({ type: 'hero', content: { heading: 'Hi' }, after }) },
    ...ofSection,
  },
  'put /tenants/:tenantId/pages/:pageId/sections/:sectionId': Object.fromEntries(
    Object.entries(ofSection).map(([field, row]) => [field, withoutType(row)]),
  ),
  'put /tenants/:tenantId/pages/:pageId/sections/order': {
    'sectionIds[]': { param: 'sectionId', body: (id) => ({ sectionIds: [id] }) },
  },
  'put /tenants/:tenantId/pages/:pageId/seo': {
    ogImageAssetId: asset((ogImageAssetId) => ({ ogImageAssetId })),
  },
  'post /tenants/:tenantId/redirects': { pageId: page((pageId) => ({ fromPath: '/from', pageId })) },
  'put /tenants/:tenantId/redirects/:redirectId': { pageId: page((pageId) => ({ pageId })) },
  'post /tenants/:tenantId/releases': {
    'items[].pageId': page((pageId) => ({ status: 'staged', items: [{ pageId, action: 'publish' }] })),
  },
  'put /tenants/:tenantId/releases/:releaseId': {
    'items[].pageId': page((pageId) => ({ items: [{ pageId, action: 'publish' }] })),
  },
  'post /tenants/:tenantId/schedules': {
    pageId: page((pageId) => ({ action: 'publish', pageId, at: '2099-01-01T00:00:00Z' })),
    releaseId: {
      param: 'releaseId',
      body: (releaseId) => ({ action: 'activate', releaseId, at: '2099-01-01T00:00:00Z' }),
    },
  },
};

/** Routes where an id of a body is but a filter for what comes later: any is taken. */
const FILTERS = ['post /tenants/:tenantId/webhooks', 'put /tenants/:tenantId/webhooks/:webhookId'];

/** Bodies of routes that have no example, as theirs would name other ids. */
const BODIES: Record<string, (own: Ids) => object> = {
  'put /tenants/:tenantId/pages/:pageId/sections/order': ({ sectionId }) => ({ sectionIds: [sectionId] }),
  'post /public/forms/:formId': () => ({ fields: { name: 'Pat' }, token: 'none' }),
};

/** Whose id a parameter of a query would be. */
const QUERY_PARAMS: Record<string, string> = {
  parentId: 'pageId',
  resourceId: 'pageId',
  userId: 'userId',
  pageId: 'pageId',
  formId: 'formId',
};

export const nameOf = ({ method, path }: RouteFacts): string => `${method} ${path}`;

/** The ids in the path that belong to somebody. */
export const ownedParams = ({ path }: RouteFacts): string[] =>
  [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name).filter((name) => !SHARED.includes(name));

/** A body that the route takes, so far as its shape goes. */
export function bodyOf(route: RouteFacts, { ids }: Business): object | undefined {
  if (!route.body) return undefined;
  const made = BODIES[nameOf(route)]?.(ids);
  return made ?? (typeof route.example === 'object' && route.example !== null ? route.example : {});
}

export interface ForeignField extends Row {
  field: string;
}

/** @throws where the route takes an id that has no row here: add it to ROWS */
export function foreignFields(route: RouteFacts): ForeignField[] {
  const rows = ROWS[nameOf(route)] ?? {};
  if (!route.body || FILTERS.includes(nameOf(route))) return [];
  const schema = toJsonSchema(route.body);
  const fields = [...idFields(schema, schema)].filter((field) => !isShared(field));
  return fields.map((field) => {
    const row = rows[field];
    if (!row) throw new Error(`foreign-ids.ts has no row for ${field} of ${nameOf(route)}.`);
    return { field, ...row };
  });
}

/** @throws where the query takes an id that has no row here: add it to QUERY_PARAMS */
export function foreignQueries(route: RouteFacts): { query: string; param: string }[] {
  const properties = route.query ? toJsonSchema(route.query)['properties'] : {};
  return Object.keys(Object(properties))
    .filter((name) => /Id$/.test(name) && !isShared(name))
    .map((name) => {
      const param = QUERY_PARAMS[name];
      if (!param) throw new Error(`foreign-ids.ts has no row for ?${name}= of ${nameOf(route)}.`);
      return { query: name, param };
    });
}

const isShared = (field: string): boolean => SHARED.some((name) => field.split('.').at(-1) === name);

/** Where a JSON Schema has ids, as `items[].pageId`. */
function idFields(schema: unknown, root: object, at = '', within: readonly string[] = []): Set<string> {
  const found = new Set<string>();
  const look = (part: unknown, path: string, names = within): void => {
    for (const field of idFields(part, root, path, names)) found.add(field);
  };
  const { $ref, format, anyOf, oneOf, allOf, items, properties } = Object(schema);
  if (typeof $ref === 'string' && !within.includes($ref)) look(resolve($ref, root), at, [...within, $ref]);
  if (format === 'uuid') found.add(at);
  for (const part of [anyOf, oneOf, allOf].flatMap((parts: unknown[] = []) => parts)) look(part, at);
  if (items) look(items, `${at}[]`);
  for (const [name, part] of Object.entries(Object(properties)))
    look(part, at === '' ? name : `${at}.${name}`);
  return found;
}

const resolve = ($ref: string, root: object): unknown =>
  Reflect.get(Object(Reflect.get(root, '$defs')), $ref.split('/').at(-1) ?? '');
