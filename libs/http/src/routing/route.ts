import { type ErrorCode, type EventType, type ParamsOf } from '@siteninja/contracts';
import { type Ctx, type Pagination, type Permission } from '@siteninja/core';
import { type FieldError, fieldNames, parse, s, type Schema } from '@siteninja/schema';
import { type Request, type Response } from 'express';
import { isCached } from './is-cached';
/**
 * Who may call a route. A permission is looked up in the tenant of the path; the words stand for routes
 * that are about no tenant: anybody, whoever is signed in, a person who is, the platform's own admins. Routes
 * under /internal name the services that may call them.
 */
export type Allow =
  Permission | 'public' | 'signed_in' | 'user' | 'super_admin' | { readonly services: readonly string[] };

export type Method = 'get' | 'post' | 'put' | 'delete';

/** `erased`, or deleted and on the way there: for a super_admin alone, who may read in any state. */
type TenantState = 'deleted' | 'read_only' | 'erased';

/** What a route answers when all is well: the envelope's `data`, a list of it, or something else than an envelope. */
export interface Returns<T> {
  readonly status: 200 | 201 | 202 | 204;
  readonly form: 'one' | 'list' | 'bare' | 'none' | 'raw';
  readonly schema: Schema<T>;
  /** Media types of a raw answer. */
  readonly produces?: readonly string[];
}

const pagination = s.object({
  page: s.integer(),
  limit: s.integer(),
  total: s.integer(),
  totalPages: s.integer(),
  hasNext: s.boolean(),
  hasPrev: s.boolean(),
});

export const ok = <T>(schema: Schema<T>): Returns<T> => ({ status: 200, form: 'one', schema });
/** 201; `Location` is the collection's path and the new id. */
export const created = <T>(schema: Schema<T>): Returns<T> => ({ status: 201, form: 'one', schema });
/** Will be done later. */
export const accepted = <T>(schema: Schema<T>): Returns<T> => ({ status: 202, form: 'one', schema });
export const listOf = <T>(item: Schema<T>): Returns<{ items: T[]; pagination: Pagination }> => ({
  status: 200,
  form: 'list',
  schema: s.object({ items: s.array(item, { max: 100_000 }), pagination }),
});
/** JSON without the envelope, where a standard says so (JWKS). */
export const bare = <T>(schema: Schema<T>): Returns<T> => ({ status: 200, form: 'bare', schema });
export const noContent = (): Returns<void> => NO_CONTENT;
export const NO_CONTENT: Returns<never> = { status: 204, form: 'none', schema: s.nothing() };

/** What the handler writes itself, such as a file, a page or a stream of events. */
export const raw = (...produces: string[]): Returns<RawAnswer> => ({
  status: 200,
  form: 'raw',
  schema: s.nothing(),
  produces,
});

/** The answer of a raw route. What `write` throws before it has sent anything is answered like any error. */
export class RawAnswer {
  constructor(readonly write: (request: Request, response: Response) => Promise<void>) {}
}

/** A whole list as its only page. */
export function singlePage<T>(items: T[]): { items: T[]; pagination: Pagination } {
  const { length } = items;
  return {
    items,
    pagination: { page: 1, limit: length, total: length, totalPages: 1, hasNext: false, hasPrev: false },
  };
}

/** An answer that says more than its data. */
export class Result<T> {
  constructor(
    readonly data: T,
    readonly options: {
      message?: string;
      headers?: Record<string, string>;
      /** Whose entity tag the answer carries, where it is not the data's own: a section's is its page's. */
      etagOf?: unknown;
      /** The answer that this is, where it is not the route's usual one: its `alsoReturns`. */
      returns?: Returns<unknown>;
    },
  ) {}
}

/**
 * What a body is. JSON of which the bytes count, as somebody has signed them, is named with its charset: it is not read
 * as other bodies are.
 */
export type BodyType =
  | 'application/json'
  | 'application/json; charset=utf-8'
  | 'application/octet-stream'
  | 'application/gzip'
  | 'multipart/form-data';

/** The facts of a route that the document, the router and the generated tests are made from. */
export interface RouteFacts {
  method: Method;
  path: string;
  summary: string;
  allow: Allow;
  query: Schema<unknown> | null;
  body: Schema<unknown> | null;
  returns: Returns<unknown>;
  /** Another answer that it may give, with another status. */
  alsoReturns: Returns<unknown> | null;
  emits: readonly EventType[];
  /** Error codes of the route's own, besides those that follow from what it is (see openapi/responses.ts). */
  errors: readonly ErrorCode[];
  /** The function's name in clients, where it does not follow from the path. */
  operationId: string | null;
  /** More than the summary says. */
  description: string | null;
  /** A body that the product accepts; a test sends it. */
  example: unknown;
  /** An answer for the reference, where the one that is made from the schema would mislead. */
  answerExample: unknown;
  /** States of the tenant in which the route works although others do not. */
  allowedTenantStates: readonly TenantState[];
  /** Bytes. */
  bodyLimit: number;
  bodyType: BodyType;
  /** JSON Schema of the body as clients send it, where that is not what `body` says. */
  bodySchema: Record<string, unknown> | null;
  /** Media types of a multipart body's parts, by name, separated by commas. */
  bodyEncoding: Record<string, string> | null;
  /** Of an update: fields of the resource that it cannot change, and takes only as they are. */
  readOnlyFields: readonly string[];
  /** Whether the client may follow the answer while it is made, with `Accept: text/event-stream`. */
  streams: boolean;
  /** Whether answers may be kept by the caller and asked for again with `If-None-Match`. */
  etag: boolean;
  /** Whether answers are kept until the tenant changes. */
  cached: boolean;
}

interface RawInput {
  params: Record<string, unknown>;
  query: unknown;
  body: unknown;
}

/** What a route's own `parseBody` made of a body. */
export interface ParsedBody {
  body: unknown;
  /** What tells it from another body, where that is not `body`: of an upload the file's content. */
  fingerprint?(): Promise<unknown>;
  /** Lets go of what was kept aside, such as a temporary file; called once, whatever became of the request. */
  discard(): Promise<void>;
}

/** A route of a service: its facts, and its handler with input that has passed its schemas. */
export interface Route<C extends Ctx> extends RouteFacts {
  /** Reads the body of a request that is not JSON, such as an upload; its schema then checks the result. */
  parseBody: ((ctx: C, request: Request) => Promise<ParsedBody>) | null;
  /** Of an update: what a GET of the resource would answer. */
  current: ((ctx: C, params: Record<string, unknown>) => Promise<unknown>) | null;
  validate(raw: RawInput): { handle: (ctx: C) => Promise<unknown> } | { errors: FieldError[] };
}

/** As clients may send it: without fields that have a default. */
type DeepPartial<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [K in keyof T]?: DeepPartial<T[K]> }
    : T;

/** What `route()` is given. */
export interface RouteEntry<C extends Ctx, Path extends string, Q, B, T, Also = T> {
  method: Method;
  path: Path;
  /** One line in the API reference. */
  summary: string;
  allow: Allow;
  query?: Schema<Q>;
  body?: Schema<B>;
  returns: Returns<T>;
  /** Another answer that it may give, with another status; the handler's `Result` says which one it is. */
  alsoReturns?: Returns<Also>;
  /** Error codes of its own: conflicts, 404s of the path's ids, 412 where `If-Match` counts. */
  errors?: readonly ErrorCode[];
  operationId?: string;
  description?: string;
  /** A body that the product accepts, for the reference; a test sends it. */
  example?: NoInfer<DeepPartial<B>>;
  answerExample?: NoInfer<T>;
  /** The event types that the route records. Every route that changes something names its own. */
  emits?: readonly EventType[];
  allowedTenantStates?: readonly TenantState[];
  bodyLimit?: number;
  parseBody?: (ctx: C, request: Request) => Promise<ParsedBody>;
  /** Default: with `parseBody` multipart/form-data, else application/json. */
  bodyType?: BodyType;
  /** For the document, where `parseBody` hands on something else than what clients send; else made from `body`. */
  bodySchema?: Record<string, unknown>;
  /** For the document: media types of a multipart body's parts, separated by commas. */
  bodyEncoding?: Record<string, string>;
  /**
   * What a GET of the resource would answer, for an update of it: a body that says nothing else changes nothing, and
   * fields that the route cannot change are taken as they are.
   */
  current?: (ctx: C, params: ParamsOf<Path>) => Promise<T | Result<T>>;
  /** Whether the answer may be followed while it is made: the handler tells `ctx.request.progress` of its parts. */
  streams?: boolean;
  /** False where the answer is no resource that is read again, such as tokens. */
  etag?: boolean;
  /**
   * True where answers are kept until something of the tenant changes in this service. For a GET whose answer follows
   * from the tenant's rows and the address alone: it is made in nobody's name and given to all who may use the route.
   */
  cached?: boolean;
  handle(ctx: C, input: { params: ParamsOf<Path>; query: Q; body: B }): Promise<T | Result<T> | Result<Also>>;
}

/** Bytes that a body has at most, unless its route says otherwise. */
const BODY_LIMIT = 1024 * 1024;

const noQuery = s.object({});
/** An empty object is what many clients send where there is nothing to say. */
const noBody = s.optional(s.object({}));
/** The address of a file or a page may carry anything, such as what a campaign or a cache added. */
const anyQuery = s.anyObject();

/** `const route = routeFor<ContentCtx>()` gives a service its way to write route entries. */
export function routeFor<C extends Ctx>() {
  return <Path extends string, Q = Record<string, never>, B = undefined, T = unknown, Also = T>(
    entry: RouteEntry<C, Path, Q, B, T, Also>,
  ): Route<C> => ({
    method: entry.method,
    path: entry.path,
    summary: entry.summary,
    allow: entry.allow,
    query: entry.query ?? null,
    body: entry.body ?? null,
    returns: entry.returns,
    alsoReturns: entry.alsoReturns ?? null,
    emits: entry.emits ?? [],
    errors: entry.errors ?? [],
    operationId: entry.operationId ?? null,
    description: entry.description ?? null,
    example: entry.example,
    answerExample: entry.answerExample,
    allowedTenantStates: entry.allowedTenantStates ?? [],
    bodyLimit: entry.bodyLimit ?? BODY_LIMIT,
    bodyType: entry.bodyType ?? (entry.parseBody ? 'multipart/form-data' : 'application/json'),
    bodySchema: entry.bodySchema ?? null,
    bodyEncoding: entry.bodyEncoding ?? null,
    parseBody: entry.parseBody ?? null,
    streams: entry.streams ?? false,
    etag: entry.etag ?? true,
    cached: isCached(entry),
    readOnlyFields: readOnlyFieldsOf(entry),
    current: currentOf(entry.current),
    validate: (raw) => validate(entry, raw),
  });
}

function currentOf<C extends Ctx, Path extends string, T>(
  current: RouteEntry<C, Path, unknown, unknown, T>['current'],
): Route<C>['current'] {
  if (!current) return null;
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- no type says what a path pattern matches
  return (ctx, params) => current(ctx, params as ParamsOf<Path>);
}

/** The fields of the resource that its update does not name. */
function readOnlyFieldsOf<C extends Ctx, Path extends string, Q, B, T, Also>({
  current,
  body,
  returns,
}: RouteEntry<C, Path, Q, B, T, Also>): string[] {
  if (!current || !body) return [];
  const writable = fieldNames(body);
  return fieldNames(returns.schema).filter((name) => !writable.includes(name));
}

function validate<C extends Ctx, Path extends string, Q, B, T, Also>(
  entry: RouteEntry<C, Path, Q, B, T, Also>,
  raw: RawInput,
): ReturnType<Route<C>['validate']> {
  const schema = entry.query ?? (entry.returns.form === 'raw' ? anyQuery : noQuery);
  const query = parse<unknown>(schema, raw.query, { convert: true });
  const body = parse<unknown>(entry.body ?? noBody, raw.body);
  const errors = [...('errors' in query ? query.errors : []), ...('errors' in body ? body.errors : [])];
  if ('errors' in query || 'errors' in body) return { errors };
  // The schemas have just said so; Express has matched the path that `ParamsOf` reads.
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- no type says what a path pattern matches
  const input = { params: raw.params, query: query.value, body: body.value } as {
    params: ParamsOf<Path>;
    query: Q;
    body: B;
  };
  return { handle: (ctx) => entry.handle(ctx, input) };
}
