import {
  canonicalId,
  type Ctx,
  invalid,
  type Invalidation,
  type RequestFacts,
  SingleFlight,
} from '@siteninja/core';
import { type Request, type Response } from 'express';
import { hasBody } from '../request-body';
import { authorize } from './authorize';
import { type Answer, answerOf, requestIdOf, sendAnswer, sendError } from './answer';
import { asDocumented } from './documented-errors';
import { asDomainError } from './errors';
import { EventStream } from './event-stream';
import {
  answerLost,
  answerOnce,
  claimId,
  fingerprintOf,
  type IdempotencyKeys,
  idempotencyKeyOf,
  replay,
} from './idempotency';
import { readJson } from './json-body';
import { keptAnswer } from './kept-answer';
import { compareWithCurrent, updateOf } from './write-back';
import { type ParsedBody, RawAnswer, type Route, type RouteFacts } from './route';

/** Internal answer headers, which the gateway reads and strips. */
export const ROUTE_HEADER = 'x-route';
export const INVALIDATE_HEADER = 'x-invalidate';

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
  readonly idempotencyKeys: IdempotencyKeys;
  /**
   * Whether answers are held against their schemas, and events and errors against those that the route names; a
   * difference is then a 500.
   */
  readonly validateResponses: boolean;
}

/** A route in its service, and the reads of it that are under way. */
interface Mounted<C extends Ctx> {
  route: Route<C>;
  pipeline: Pipeline<C>;
  flights: SingleFlight<Answer | RawAnswer>;
}

/** identify → allow → validate → handle → check the answer → send. The order is the same for every route. */
export function handlerFor<C extends Ctx>(route: Route<C>, pipeline: Pipeline<C>) {
  const mounted: Mounted<C> = { route, pipeline, flights: new SingleFlight() };
  return async (request: Request, response: Response): Promise<void> => {
    const stream = route.streams ? new EventStream(request, response) : undefined;
    try {
      response.setHeader(ROUTE_HEADER, route.path);
      canonicalizeIds(request);
      const caller = pipeline.authenticate(request);
      const tenantId = tenantInPath(request);
      authorize(route, caller, tenantId);
      const ctx = pipeline.contextFor({
        caller,
        tenantId,
        request: { ...requestFacts(request, response), ...(stream ? { progress: stream } : {}) },
        invalidate: (what) => response.appendHeader(INVALIDATE_HEADER, what),
        ...(pipeline.validateResponses ? { recorded: [] } : {}),
      });
      await respond(mounted, ctx, request, response, stream);
    } catch (error) {
      const about = { requestId: requestIdOf(request), route: `${route.method} ${route.path}` };
      const documented = pipeline.validateResponses ? asDocumented(route, error) : error;
      const log = pipeline.log.child(about);
      if (stream?.hasBegun) stream.fail(asDomainError(documented, log), request);
      else sendError(documented, request, response, log);
    }
  };
}

async function respond<C extends Ctx>(
  { route, pipeline, flights }: Mounted<C>,
  ctx: C,
  request: Request,
  response: Response,
  stream: EventStream | undefined,
): Promise<void> {
  const key = idempotencyKeyOf(route, request);
  // Without a schema a body may be absent or empty; it is read to be refused by name.
  const received = route.body || takesBody(route, request) ? await parseBody(route, request, ctx) : undefined;
  const send = (made: Answer): void =>
    stream?.isWanted ? stream.finish(made) : sendAnswer(request, response, made);
  const answer = async (known: C): Promise<Answer | RawAnswer> => {
    const result = await handle(route, request, known, received?.body).catch((error: unknown) => {
      throw stream?.signal.aborted ? answerLost(error) : error;
    });
    assertEmits(route, known.recorded ?? []);
    return answerOf(route, request, result, pipeline.validateResponses);
  };
  try {
    if (key === null) {
      const made = await (route.cached ? keptAnswer(ctx, request.originalUrl, flights, answer) : answer(ctx));
      if (made instanceof RawAnswer) await sendRaw(route, made, request, response);
      else send(made);
      return;
    }
    const id = claimId(ctx, route, key);
    const claim = await pipeline.idempotencyKeys.claim(ctx, id, await fingerprintOf(request, received));
    if (!('effects' in claim)) {
      send(replay(response, claim));
      return;
    }
    const made = await answerOnce(claim, ctx.log, async () => {
      const once = await answer({ ...ctx, effects: claim.effects });
      if (once instanceof RawAnswer) throw new Error('A raw answer cannot be kept.');
      return once;
    });
    send(made);
  } finally {
    await received?.discard();
  }
}

async function sendRaw(
  { returns }: RouteFacts,
  answer: RawAnswer,
  request: Request,
  response: Response,
): Promise<void> {
  response.statusCode = returns.status;
  await answer.write(request, response);
}

/** @throws where the request has recorded an event that its route does not name */
function assertEmits({ method, path, emits }: RouteFacts, recorded: readonly string[]): void {
  const names: readonly string[] = emits;
  const unnamed = recorded.filter((type) => !names.includes(type));
  if (unnamed.length > 0) throw new Error(`${method} ${path} recorded ${unnamed.join(', ')}.`);
}

async function handle<C extends Ctx>(
  route: Route<C>,
  request: Request,
  ctx: C,
  body: unknown,
): Promise<unknown> {
  const { params, query } = request;
  const update = updateOf(route, body);
  const prepared = route.validate({ params, query, body: update ? update.writable : body });
  const compared = update ? await compareWithCurrent(route, ctx, params, update) : { errors: [] };
  if ('unchanged' in compared) return compared.unchanged;
  const wrong = [...compared.errors, ...('errors' in prepared ? prepared.errors : [])];
  if ('errors' in prepared || wrong.length > 0) throw invalid(wrong);
  return prepared.handle(ctx);
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
