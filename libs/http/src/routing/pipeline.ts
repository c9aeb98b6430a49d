import { type IncomingMessage } from 'node:http';
import {
  canonicalId,
  type Ctx,
  DomainError,
  etagOf,
  etagOfJson,
  invalid,
  type Invalidation,
  namesEtag,
  type RequestFacts,
} from '@siteninja/core';
import { MAX_FIELD_ERRORS, parse } from '@siteninja/schema';
import { type Request, type Response } from 'express';
import { hasBody } from '../request-body';
import { authorize } from './authorize';
import { asDocumented } from './documented-errors';
import { asDomainError, describeError } from './errors';
import { readJson } from './json-body';
import { compareWithCurrent, updateOf } from './write-back';
import { type ParsedBody, RawAnswer, Result, type Returns, type Route, type RouteFacts } from './route';

/** Internal answer headers, which the gateway reads and strips. */
export const ROUTE_HEADER = 'x-route';
export const INVALIDATE_HEADER = 'x-invalidate';
export const REQUEST_ID_HEADER = 'x-request-id';

/** What the pipeline needs of the service that it runs in. */
export interface Pipeline<C extends Ctx> {
  /** @throws unauthenticated where the request carries no token of a caller whom the service trusts */
  authenticate(request: Request): C['caller'];
  contextFor(facts: {
    caller: C['caller'];
    tenantId: string | null;
    request: RequestFacts;
    invalidate: (what: Invalidation) => void;
    recorded?: string[];
  }): C;
  readonly log: C['log'];
  /**
   * Whether answers are held against their schemas, and events and errors against those that the route names; a
   * difference is then a 500.
   */
  readonly validateResponses: boolean;
}

/** identify → allow → validate → handle → check the answer → send. The order is the same for every route. */
export function handlerFor<C extends Ctx>(route: Route<C>, pipeline: Pipeline<C>) {
  return async (request: Request, response: Response): Promise<void> => {
    try {
      response.setHeader(ROUTE_HEADER, route.path);
      canonicalizeIds(request);
      const caller = pipeline.authenticate(request);
      const tenantId = tenantInPath(request);
      authorize(route, caller, tenantId);
      const ctx = pipeline.contextFor({
        caller,
        tenantId,
        request: requestFacts(request, response),
        invalidate: (what) => response.appendHeader(INVALIDATE_HEADER, what),
        ...(pipeline.validateResponses ? { recorded: [] } : {}),
      });
      const result = await handle(route, request, ctx);
      assertEmits(route, ctx.recorded ?? []);
      await send(route, pipeline, request, response, result);
    } catch (error) {
      const about = { requestId: requestIdOf(request), route: `${route.method} ${route.path}` };
      const documented = pipeline.validateResponses ? asDocumented(route, error) : error;
      sendError(documented, request, response, pipeline.log.child(about));
    }
  };
}

/** @throws where the request has recorded an event that its route does not name */
function assertEmits({ method, path, emits }: RouteFacts, recorded: readonly string[]): void {
  const names: readonly string[] = emits;
  const unnamed = recorded.filter((type) => !names.includes(type));
  if (unnamed.length > 0) throw new Error(`${method} ${path} recorded ${unnamed.join(', ')}.`);
}

async function handle<C extends Ctx>(route: Route<C>, request: Request, ctx: C): Promise<unknown> {
  // Without a schema a body may be absent or empty; it is read to be refused by name.
  const received = route.body || takesBody(route, request) ? await parseBody(route, request, ctx) : undefined;
  try {
    const { params, query } = request;
    const update = updateOf(route, received?.body);
    const prepared = route.validate({ params, query, body: update ? update.writable : received?.body });
    const compared = update ? await compareWithCurrent(route, ctx, params, update) : { errors: [] };
    if ('unchanged' in compared) return compared.unchanged;
    const wrong = [...compared.errors, ...('errors' in prepared ? prepared.errors : [])];
    if ('errors' in prepared || wrong.length > 0) throw invalid(wrong.slice(0, MAX_FIELD_ERRORS));
    return await prepared.handle(ctx);
  } finally {
    await received?.discard();
  }
}

/** The gateway refuses the body of a GET. */
function takesBody({ method }: RouteFacts, request: Request): boolean {
  return method !== 'get' && hasBody(request);
}

async function parseBody<C extends Ctx>(route: Route<C>, request: Request, ctx: C): Promise<ParsedBody> {
  if (route.parseBody) return route.parseBody(ctx, request);
  const body = await readJson(request, route.bodyLimit);
  return { body, discard: () => Promise.resolve() };
}

async function send<C extends Ctx>(
  route: Route<C>,
  pipeline: Pipeline<C>,
  request: Request,
  response: Response,
  result: unknown,
): Promise<void> {
  const { data, options } = result instanceof Result ? result : new Result(result, {});
  const returns = options.returns ?? route.returns;
  if (pipeline.validateResponses) checkAnswer(route, returns, data);
  for (const [name, value] of Object.entries(options.headers ?? {})) response.setHeader(name, value);
  const { status, form } = returns;
  response.statusCode = status;
  if (data instanceof RawAnswer) {
    await data.write(request, response);
    return;
  }
  if (form === 'none') {
    response.end();
    return;
  }
  if (status === 201 && !response.hasHeader('location')) {
    response.setHeader('Location', `/api${request.path.replace(/\/$/, '')}/${idOf(data)}`);
  }
  if (!response.hasHeader('cache-control')) response.setHeader('Cache-Control', 'private, no-cache');
  // Written once, for the tag and the answer alike.
  const json = JSON.stringify(data);
  if (form === 'one' && route.etag) {
    const etag = options.etagOf === undefined ? etagOfJson(json) : etagOf(options.etagOf);
    response.setHeader('ETag', etag);
    const known = request.headers['if-none-match'];
    if (route.method === 'get' && known !== undefined && namesEtag(known, etag, 'weak')) {
      response.statusCode = 304;
      response.end();
      return;
    }
  }
  sendJson(response, form === 'bare' ? json : envelope(json, options.message, requestIdOf(request)));
}

function envelope(json: string, message: string | undefined, requestId: string): string {
  const meta = JSON.stringify({ timestamp: new Date().toISOString(), requestId });
  const said = message === undefined ? '' : `"message":${JSON.stringify(message)},`;
  return `{"success":true,"data":${json},${said}"meta":${meta}}`;
}

function checkAnswer<C extends Ctx>(route: Route<C>, returns: Returns<unknown>, data: unknown): void {
  const { form, schema } = returns;
  if (form === 'none' || data instanceof RawAnswer) return;
  const result = parse(schema, data, { isOwn: true });
  if ('errors' in result) {
    throw new Error(
      `The answer of ${route.method} ${route.path} breaks its schema: ${JSON.stringify(result.errors)}`,
    );
  }
}

/** Sends any error in the form that the client asked for. */
export function sendError(error: unknown, request: Request, response: Response, log: Ctx['log']): void {
  const requestId = requestIdOf(request);
  const timestamp = new Date().toISOString();
  if (response.destroyed && (error instanceof DomainError || isBrokenOff(error))) {
    log.debug('the client has gone', { requestId });
    return;
  }
  const known = asDomainError(error, log);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status, headers, contentType, body } = describeError(known, {
    requestId,
    timestamp,
    accept: request.headers.accept,
  });
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader('Cache-Control', 'no-store');
  sendJson(response, JSON.stringify(body), contentType);
}

/** What reading from a client, or writing to it, throws once it has closed the connection. */
function isBrokenOff(error: unknown): boolean {
  const code: unknown =
    typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'EPIPE';
}

function sendJson(response: Response, json: string, contentType = 'application/json; charset=utf-8'): void {
  const bytes = Buffer.from(json);
  response.setHeader('Content-Type', contentType);
  response.setHeader('Content-Length', bytes.length);
  response.end(bytes);
}

function idOf(data: unknown): string {
  if (typeof data === 'object' && data !== null && 'id' in data) return String(data.id);
  throw new Error('An answer with status 201 has no id to be found by.');
}

/** Ids are written in lower case everywhere but in what clients send. */
function canonicalizeIds({ params }: Request): void {
  for (const [name, value] of Object.entries(params)) {
    if (typeof value === 'string') params[name] = canonicalId(value);
  }
}

function tenantInPath(request: Request): string | null {
  const { tenantId } = request.params;
  return typeof tenantId === 'string' ? tenantId : null;
}

const REQUEST_ID = /^[\w.-]{1,128}$/;

/** The id that a request brings, if it is one that can be written anywhere; else an empty one. */
export function requestIdOf(request: IncomingMessage): string {
  const id = request.headers[REQUEST_ID_HEADER];
  return typeof id === 'string' && REQUEST_ID.test(id) ? id : '';
}

function requestFacts(request: Request, response: Response): RequestFacts {
  const forwarded = request.headers['x-forwarded-for'];
  return {
    id: requestIdOf(request),
    // Only the gateway's own token gets this far, and the gateway writes this header itself.
    ipAddress: typeof forwarded === 'string' ? forwarded : (request.socket.remoteAddress ?? ''),
    userAgent: request.headers['user-agent'] ?? null,
    ifMatch: request.headers['if-match'] ?? null,
    isAborted: () => response.destroyed,
  };
}
