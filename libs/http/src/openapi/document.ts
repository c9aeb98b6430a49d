import { isObject } from '@siteninja/core';
import { type JsonSchema, parse, type Schema } from '@siteninja/schema';
import { takesIdempotencyKey } from '../routing/idempotency';
import { type Method, type Returns, type Route, type RouteFacts } from '../routing/route';
import { NamedSchemas } from './named-schemas';
import { operationIdOf } from './operation-id';
import { HEADERS, headersOf, NamedResponses } from './responses';
import { sampleOf } from './sample';
import { describeTags } from './tags';

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

interface Place {
  method: string;
  service: string;
  resource: string;
  schemas: NamedSchemas;
  responses: NamedResponses;
}

/** The OpenAPI 3.1 document of everything that clients can reach: `/internal` routes are not in it. */
export function openApiDocument(services: readonly Documented[]): Json {
  const paths: Record<string, Json> = {};
  const schemas = new NamedSchemas();
  const responses = new NamedResponses();
  const tags = new Set<string>();
  const add = (path: string, operation: Json, { method, resource }: Place): void => {
    const key = path.replace(/:(\w+)/g, '{$1}');
    paths[key] = { ...paths[key], [method]: operation };
    tags.add(resource);
  };
  for (const { name: service, routes } of services) {
    for (const [resource, table] of Object.entries(routes)) {
      for (const route of table.filter(isPublished)) {
        for (const method of METHODS_OF[route.method]) {
          const place = { method, service, resource, schemas, responses };
          add(route.path, operationOf(route, place), place);
        }
      }
    }
  }
  const sorted = Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    openapi: '3.1.0',
    info,
    servers: [{ url: '/api', description: 'The product itself. `/api/v1` is the same.' }],
    tags: describeTags(tags),
    paths: Object.fromEntries(sorted),
    components: {
      securitySchemes,
      headers: HEADERS,
      parameters,
      responses: responses.all(),
      schemas: { ...schemas.all(), Error: errorSchema, Meta: metaSchema },
    },
  };
}

function isPublished({ path }: { path: string }): boolean {
  return !path.startsWith('/internal');
}

const info = {
  title: 'SiteNinja',
  version: '1.0.0',
  summary: 'Websites for small businesses.',
  description: [
    'Tenants, pages made of sections, publishing, pictures, plans, API keys.',
    '',
    'Answers are in an envelope: `data`, and `meta` with the request id. Errors carry a `code`; each has a page at',
    '`/docs/errors/<code>`. Whoever sends `Accept: application/problem+json` gets the same error as RFC 9457.',
  ].join('\n'),
  license: { name: 'UNLICENSED', identifier: 'LicenseRef-UNLICENSED' },
  contact: { name: 'SiteNinja', url: 'https://siteninja.example/docs' },
};
const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer', description: 'An access token, or an API key.' },
  apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'An API key.' },
};
const parameters = {
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    description:
      'The ETag that the write is meant for; 412 where the resource has changed since (RFC 9110 §13.1.1).',
    schema: { type: 'string' },
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Names the request for 24 hours: sent again with the same key and body it changes nothing, and is answered as the first time, with `Idempotency-Replayed: true`. With another body it is 422, while the first is being processed 409.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description: 'The ETag that you have; 304 where it is still the current one (RFC 9110 §13.1.2).',
    schema: { type: 'string' },
  },
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
    success: { type: 'boolean', const: false },
    error: { type: 'string', description: 'A sentence for people.' },
    code: { type: 'string', description: 'Dotted, such as page.slug_taken.' },
    details: {
      type: 'array',
      items: {
        type: 'object',
        properties: { field: { type: 'string' }, message: { type: 'string' } },
        required: ['message'],
        additionalProperties: true,
      },
    },
    meta: { $ref: '#/components/schemas/Meta' },
  },
};

function operationOf(route: RouteFacts, place: Place): Json {
  const { body, returns, alsoReturns } = route;
  const isOne = hasEtag(route);
  return {
    ...basics(route, place),
    operationId: operationIdOf(route, place.method),
    description: descriptionOf(route),
    parameters: [
      ...pathParameters(route.path),
      ...queryParameters(route),
      ...(isOne && route.method === 'get' ? [{ $ref: '#/components/parameters/IfNoneMatch' }] : []),
      ...(takesIfMatch(route) ? [{ $ref: '#/components/parameters/IfMatch' }] : []),
      ...(takesIdempotencyKey(route) ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
    ],
    ...(body ? { requestBody: requestBodyOf(route, body, place.schemas) } : {}),
    responses: {
      [returns.status]: success(route, returns, place.schemas),
      ...(alsoReturns ? { [alsoReturns.status]: success(route, alsoReturns, place.schemas) } : {}),
      ...(isOne && route.method === 'get'
        ? { 304: { description: 'Not modified.', headers: headersOf('ETag') } }
        : {}),
      ...place.responses.of(route),
    },
    ...(route.emits.length > 0 ? { 'x-emits': route.emits } : {}),
  };
}

function hasEtag({ returns: { form }, etag }: RouteFacts): boolean {
  return etag && (form === 'one' || form === 'raw');
}

function takesIfMatch({ errors }: RouteFacts): boolean {
  return errors.includes('request.precondition_failed');
}

function descriptionOf({ summary, description, allow, emits }: RouteFacts): string {
  const needs =
    typeof allow === 'string' && allow.includes(':')
      ? `Needs the permission \`${allow}\`.`
      : allow === 'super_admin'
        ? "For the platform's own admins."
        : '';
  const records = emits.length > 0 ? `Records ${emits.map((type) => `\`${type}\``).join(' or ')}.` : '';
  return [`${description ?? summary}.`.replace('..', '.'), needs, records].filter(Boolean).join(' ');
}

function requestBodyOf(route: RouteFacts, body: Schema<unknown>, schemas: NamedSchemas): Json {
  const own = route.bodySchema ? schemas.hoist(route.bodySchema) : schemas.of(body, 'input');
  const schema = withReadOnlyFields(route, own, schemas);
  const encoding = Object.entries(route.bodyEncoding ?? {}).map(([part, contentType]) => [
    part,
    { contentType },
  ]);
  const content = {
    schema,
    ...(encoding.length > 0 ? { encoding: Object.fromEntries(encoding) } : {}),
    ...(route.example === undefined ? {} : { example: route.example }),
  };
  return { required: 'errors' in parse(body, undefined), content: { [route.bodyType]: content } };
}

/** An update also takes what it cannot change, as it is. */
function withReadOnlyFields(route: RouteFacts, body: JsonSchema, schemas: NamedSchemas): JsonSchema {
  const { properties } = body;
  if (route.readOnlyFields.length === 0 || !isObject(properties)) return body;
  const resource = schemas.resolve(schemas.of(route.returns.schema, 'output')).properties;
  const fields = route.readOnlyFields.map((name) => [
    name,
    { ...(isObject(resource) && isObject(resource[name]) ? resource[name] : {}), readOnly: true },
  ]);
  return { ...body, properties: { ...properties, ...Object.fromEntries(fields) } };
}

function basics(route: RouteFacts, { service, resource }: Place): Json {
  return {
    summary: route.summary,
    tags: [resource],
    security: route.allow === 'public' ? [] : [{ bearer: [] }, { apiKey: [] }],
    'x-service': service,
    'x-allow': route.allow,
  };
}

/** Of files and the like: nothing that could be read as more than one segment. */
const NAME_IN_PATH = '^[A-Za-z0-9][A-Za-z0-9._-]*$';

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', ...(name.endsWith('Id') ? { format: 'uuid' } : { pattern: NAME_IN_PATH }) },
  }));
}

function queryParameters(route: RouteFacts): Json[] {
  if (!route.query) return [];
  const { properties, required } = new NamedSchemas().of(route.query, 'input');
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

function success(route: RouteFacts, returns: Returns<unknown>, schemas: NamedSchemas): Json {
  const { status, form, produces = [] } = returns;
  const names = [
    ...(hasEtag(route) ? ['ETag'] : []),
    ...(status === 201 ? ['Location'] : []),
    ...(takesIdempotencyKey(route) ? ['Idempotency-Replayed'] : []),
  ];
  const headers = headersOf(...names);
  if (form === 'none') return { description: 'Done; there is no body.', headers };
  if (form === 'raw') return { description: 'The bytes.', headers, content: bytesOf(produces) };
  const schema = schemas.of(returns.schema, 'output');
  const data = route.answerExample ?? sampleOf(schema, schemas);
  const description = `${route.summary}: the answer.`;
  if (form === 'bare')
    return { description, headers, content: { 'application/json': { schema, example: data } } };
  const envelope = {
    type: 'object',
    required: ['success', 'data', 'meta'],
    properties: {
      success: { type: 'boolean', const: true },
      data: schema,
      message: { type: 'string' },
      meta: { $ref: '#/components/schemas/Meta' },
    },
  };
  const meta = { timestamp: '2026-03-02T09:30:00.000Z', requestId: 'req-7f3a9c' };
  const example = { success: true, data, meta };
  const content = { 'application/json': { schema: envelope, example }, ...(route.streams ? STREAM : {}) };
  return { description, headers, content };
}

const STREAM = {
  'text/event-stream': {
    schema: {
      type: 'string',
      description:
        'Server-sent events: `progress`, `section` for each part as it is made, at last `done` with the data of the JSON answer, or `error` with `error` and `code`. Lines that begin with a colon keep the connection. What fails before the first event is answered as JSON. Who closes the connection pays for what was made by then. A replay of an Idempotency-Key is `done` alone.',
    },
  },
};

function bytesOf(mediaTypes: readonly string[]): Json {
  const binary = { schema: { type: 'string', format: 'binary' } };
  return Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, binary]));
}
