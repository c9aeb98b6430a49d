import {
  type InternalCall,
  type InternalDownload,
  type InternalUpload,
  type ParamsOf,
} from '@siteninja/contracts';
import { type Ctx } from '@siteninja/core';
import { s } from '@siteninja/schema';
import { fileAnswer, type StoredFile } from './file-answer';
import { type ReceivedFile, receivedFile, type Receiving } from './multipart';
import { receiveBytes } from './raw-body';
import { NO_CONTENT, ok, raw, type Route, routeFor } from './route';

/**
 * `const internalRoute = internalRouteFor<ContentCtx>()` gives a service its way to serve the calls that
 * libs/contracts declares.
 */
export function internalRouteFor<C extends Ctx>() {
  const route = routeFor<C>();
  return <Path extends string, Q, B, T>(
    call: InternalCall<Path, Q, B, T>,
    handle: (ctx: C, input: { params: ParamsOf<Path>; query: Q; body: B }) => Promise<NoInfer<T>>,
  ): Route<C> => {
    const { body, answer, emits } = call;
    return route<Path, Q, B, T>({
      ...factsOf(call),
      ...(body ? { body } : {}),
      returns: answer ? ok(answer) : NO_CONTENT,
      emits,
      handle,
    });
  };
}

/** What every route of a call has of it. */
function factsOf<Path extends string, Q>({
  method,
  path,
  summary,
  callers,
  query,
}: Pick<InternalCall<Path, Q>, 'method' | 'path' | 'summary' | 'callers' | 'query'>) {
  const asked = query ? { query } : {};
  return { method, path, summary, allow: { services: callers }, ...asked, etag: false } as const;
}

/** The same for the calls that answer with the bytes of a file. */
export function internalDownloadRouteFor<C extends Ctx>() {
  const route = routeFor<C>();
  return <Path extends string, Q>(
    call: InternalDownload<Path, Q>,
    find: (ctx: C, input: { params: ParamsOf<Path>; query: Q }) => Promise<StoredFile>,
  ): Route<C> => {
    return route({
      ...factsOf(call),
      returns: raw('application/octet-stream'),
      handle: async (ctx, input) => fileAnswer(await find(ctx, input)),
    });
  };
}

/** The same for the calls that send the bytes of a file. */
export function internalUploadRouteFor<C extends Ctx>() {
  const route = routeFor<C>();
  return <Path extends string, Q, T>(
    call: InternalUpload<Path, Q, T>,
    options: Receiving<C>,
    handle: (ctx: C, input: { params: ParamsOf<Path>; query: Q; file: ReceivedFile }) => Promise<NoInfer<T>>,
  ): Route<C> => {
    const { answer, emits } = call;
    if (!answer) throw new Error(`${call.path} says nothing of what it has received.`);
    return route({
      ...factsOf(call),
      parseBody: (ctx, request) => receiveBytes(ctx, request, options),
      bodyType: 'application/octet-stream',
      body: s.object({ file: receivedFile }),
      returns: ok(answer),
      emits,
      handle: (ctx, { params, query: asked, body }) => handle(ctx, { params, query: asked, file: body.file }),
    });
  };
}
