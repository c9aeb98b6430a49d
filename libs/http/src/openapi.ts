import { parse, toJsonSchema, type Schema } from '@siteninja/schema';
import { STATUS } from './routing/errors';
import { type Method, type Returns, type Route, type RouteFacts } from './routing/route';
type Json = Record<string, unknown>;

/** What the document is made from: a service's name and its tables, by resource. */
export interface Documented {
  name: string;
  routes: Record<string, readonly Route<never>[]>;
}

const METHODS_OF: Record<Method, readonly string[]> = {
  get: ['get'],
  post: ['post'],
  // PUT and PATCH are the same partial update.
  put: ['put', 'patch'],
  delete: ['delete'],
};

/** The OpenAPI 3.1 document of everything that clients can reach: `/internal` routes are not in it. */
export function openApiDocument(services: readonly Documented[]): Json {
  const paths: Record<string, Json> = {};
  const schemas = new NamedSchemas();
  const add = (path: string, method: string, operation: Json): void => {
    const key = path.replace(/:(\w+)/g, '{$1}');
    paths[key] = { ...paths[key], [method]: operation };
  };
  for (const service of services) {
    for (const [resource, routes] of Object.entries(service.routes)) {
      for (const route of routes.filter(isPublished)) {
        for (const method of METHODS_OF[route.method]) {
          add(route.path, method, operationOf(route, { method, service: service.name, resource, schemas }));
        }
      }
    }
  }
  const sorted = Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    openapi: '3.1.0',
    info: {
      title: 'SiteNinja',
      version: '1.0.0',
      description: 'Websites for small businesses: tenants, pages, publishing, pictures, plans.',
    },
    servers: [{ url: '/api' }],
    paths: sorted,
    components: {
      securitySchemes,
      responses: { Error: errorResponse },
      schemas: { ...schemas.all(), Error: errorSchema, Meta: metaSchema },
    },
  };
}

function isPublished({ path }: { path: string }): boolean {
  return !path.startsWith('/internal');
}

const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer', description: 'An access token, or an API key.' },
  apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
};
const metaSchema = {
  type: 'object',
  required: ['timestamp', 'requestId'],
  properties: { timestamp: { type: 'string', format: 'date-time' }, requestId: { type: 'string' } },
};
const errorSchema = {
  type: 'object',
  required: ['success', 'error', 'code', 'meta'],
  properties: {
    success: { const: false },
    error: { type: 'string' },
    code: { type: 'string', description: 'Dotted, such as page.slug_taken.' },
    details: {
      type: 'array',
      items: {
        type: 'object',
        properties: { field: { type: 'string' }, message: { type: 'string' } },
        required: ['message'],
      },
    },
    meta: { $ref: '#/components/schemas/Meta' },
  },
};
const errorResponse = {
  description: 'The error, in words and as a code; with Accept: application/problem+json as RFC 9457.',
  content: {
    'application/json': { schema: { $ref: '#/components/schemas/Error' } },
    'application/problem+json': { schema: { type: 'object' } },
  },
};

/** The schemas that have a name, which the rest of the document refers to. */
class NamedSchemas {
  readonly #named = new Map<string, { json: unknown; text: string }>();

  /** The JSON Schema, its named parts as references to `components`. @throws where two differ in all but name */
  of(schema: Schema<unknown>, direction: 'input' | 'output'): Json {
    const text = JSON.stringify(toJsonSchema(schema, direction));
    const { $defs = {}, ...json }: { $defs?: Json } = JSON.parse(text.replaceAll('#/$defs/', COMPONENTS));
    for (const [name, part] of Object.entries($defs)) this.#add(name, part);
    return json;
  }

  all(): Json {
    const sorted = [...this.#named].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(sorted.map(([name, { json }]) => [name, json]));
  }

  #add(name: string, json: unknown): void {
    const text = JSON.stringify(json);
    const known = this.#named.get(name);
    if (known && known.text !== text) throw new Error(`Two different schemas are named ${name}.`);
    this.#named.set(name, { json, text });
  }
}

const COMPONENTS = '#/components/schemas/';

interface Place {
  method: string;
  service: string;
  resource: string;
  schemas: NamedSchemas;
}

function operationOf(route: RouteFacts, { method, service, resource, schemas }: Place): Json {
  const { body, returns } = route;
  return {
    ...basics(route, method, service, resource),
    parameters: [...pathParameters(route.path), ...queryParameters(route)],
    ...(body ? { requestBody: requestBodyOf(route, body, schemas) } : {}),
    responses: {
      [returns.status]: success(returns, schemas),
      ...(route.method === 'get' && hasEtag(route) ? { 304: { description: 'Not modified.' } } : {}),
      ...errorResponses(),
    },
    ...(route.emits.length > 0 ? { 'x-emits': route.emits } : {}),
  };
}

function requestBodyOf(route: RouteFacts, body: Schema<unknown>, schemas: NamedSchemas): Json {
  const schema = route.bodySchema ?? schemas.of(body, 'input');
  const encoding = Object.entries(route.bodyEncoding ?? {}).map(([part, contentType]) => [
    part,
    { contentType },
  ]);
  const content = { schema, ...(encoding.length > 0 ? { encoding: Object.fromEntries(encoding) } : {}) };
  return { required: 'errors' in parse(body, undefined), content: { [route.bodyType]: content } };
}

function hasEtag({ returns: { form }, etag }: RouteFacts): boolean {
  return etag && (form === 'one' || form === 'raw');
}

function basics(route: RouteFacts, method: string, service: string, resource: string): Json {
  return {
    operationId: operationId(method, route.path),
    summary: route.summary,
    tags: [resource],
    security: route.allow === 'public' ? [] : [{ bearer: [] }, { apiKey: [] }],
    'x-service': service,
    'x-allow': route.allow,
  };
}

/** `post /tenants/:tenantId/pages` → postTenantsByTenantIdPages: unique by its making. */
function operationId(method: string, path: string): string {
  const words = path
    .split('/')
    .filter(Boolean)
    .map((part) => (part.startsWith(':') ? `by-${part.slice(1)}` : part));
  return [method, ...words]
    .join('-')
    .replace(/[^a-zA-Z0-9]+(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Of files and the like: nothing that could be read as more than one segment. */
const NAME_IN_PATH = '^[A-Za-z0-9][A-Za-z0-9._-]*$';

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', ...(name?.endsWith('Id') ? { format: 'uuid' } : { pattern: NAME_IN_PATH }) },
  }));
}

function queryParameters(route: RouteFacts): Json[] {
  if (!route.query) return [];
  const { properties, required } = toJsonSchema(route.query);
  const names = new Set(Array.isArray(required) ? required : []);
  return Object.entries(isJson(properties) ? properties : {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: names.has(name),
    schema,
  }));
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}

function success({ form, schema: returned, produces = [] }: Returns<unknown>, schemas: NamedSchemas): Json {
  const description = 'As asked.';
  if (form === 'none') return { description: 'Done; there is no body.' };
  if (form === 'raw') {
    return { description: 'As it is.', content: Object.fromEntries(produces.map((type) => [type, {}])) };
  }
  const schema = schemas.of(returned, 'output');
  if (form === 'bare') return { description, content: { 'application/json': { schema } } };
  const envelope = {
    type: 'object',
    required: ['success', 'data', 'meta'],
    properties: {
      success: { const: true },
      data: schema,
      message: { type: 'string' },
      meta: { $ref: '#/components/schemas/Meta' },
    },
  };
  return { description, content: { 'application/json': { schema: envelope } } };
}

function errorResponses(): Json {
  return Object.fromEntries(
    Object.values(STATUS).map((status) => [status, { $ref: '#/components/responses/Error' }]),
  );
}
