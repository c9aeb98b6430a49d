import {
  type InternalCall,
  type InternalDownload,
  type InternalUpload,
  type ParamsOf,
} from '@siteninja/contracts';
import { type Ctx } from '@siteninja/core';
import { s } from '@siteninja/schema';
import { fileAnswer, type StoredFile } from './file-answer';
import { type ReceivedFile, receivedFile, type UploadOptions } from './multipart';
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
    const { method, path, summary, callers, query, body, answer, emits } = call;
    return route<Path, Q, B, T>({
      method,
      path,
      summary,
      allow: { services: callers },
      ...(query ? { query } : {}),
      ...(body ? { body } : {}),
      returns: answer ? ok(answer) : NO_CONTENT,
      emits,
      etag: false,
      handle,
    });
  };
}

/** The same for the calls that answer with the bytes of a file. */
export function internalDownloadRouteFor<C extends Ctx>() {
  const route = routeFor<C>();
  return <Path extends string, Q>(
    call: InternalDownload<Path, Q>,
    find: (ctx: C, input: { params: ParamsOf<Path>; query: Q }) => Promise<StoredFile>,
  ): Route<C> => {
    const { method, path, summary, callers, query } = call;
    return route({
      method,
      path,
      summary,
      allow: { services: callers },
      ...(query ? { query } : {}),
      returns: raw('application/octet-stream'),
      etag: false,
      handle: async (ctx, input) => fileAnswer(await find(ctx, input)),
    });
  };
}

/** The same for the calls that send the bytes of a file. */
export function internalUploadRouteFor<C extends Ctx>() {
  const route = routeFor<C>();
  return <Path extends string, Q, T>(
    call: InternalUpload<Path, Q, T>,
    options: Pick<UploadOptions<C, never>, 'maxFileBytes' | 'tooLarge' | 'folder'>,
    handle: (ctx: C, input: { params: ParamsOf<Path>; query: Q; file: ReceivedFile }) => Promise<NoInfer<T>>,
  ): Route<C> => {
    const { method, path, summary, callers, query, answer, emits } = call;
    if (!answer) throw new Error(`${path} says nothing of what it has received.`);
    return route({
      method,
      path,
      summary,
      allow: { services: callers },
      ...(query ? { query } : {}),
      parseBody: (ctx, request) => receiveBytes(ctx, request, options),
      bodyType: 'application/octet-stream',
      body: s.object({ file: receivedFile }),
      returns: ok(answer),
      emits,
      etag: false,
      handle: (ctx, { params, query: asked, body }) => handle(ctx, { params, query: asked, file: body.file }),
    });
  };
}
