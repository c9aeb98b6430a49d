import { type GATEWAY, type ServiceName } from '@siteninja/core';
import { type Schema } from '@siteninja/schema';
import { type EventType } from '../catalogue';

type ParamNames<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamNames<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;
/** The parameters of a path pattern: `/tenants/:tenantId` has `tenantId`. */
export type ParamsOf<Path extends string> = { [Name in ParamNames<Path>]: string };

/** One call between processes: a route under /internal, as the service and its callers know it. */
export interface InternalCall<Path extends string = string, Q = unknown, B = unknown, T = unknown> {
  /** The service that answers. */
  readonly service: ServiceName;
  readonly method: 'get' | 'post' | 'put' | 'delete';
  readonly path: Path;
  readonly summary: string;
  /** The processes that may call. */
  readonly callers: readonly (ServiceName | typeof GATEWAY)[];
  readonly query: Schema<Q> | null;
  readonly body: Schema<B> | null;
  /** The answer's `data`; null where there is none (204). */
  readonly answer: Schema<T> | null;
  /** The events that the call records. */
  readonly emits: readonly EventType[];
}

/** What any call is made with. */
export interface AnyCallInput {
  readonly params?: Record<string, string> | undefined;
  readonly query?: Record<string, unknown> | undefined;
  readonly body?: unknown;
}

type Given<Name extends string, T> = [T] extends [undefined]
  ? { readonly [K in Name]?: undefined }
  : { readonly [K in Name]: T };

/** What one call is made with: parameters of the path, query and body, each only where the call has it. */
export type CallInput<Path extends string, Q, B> = AnyCallInput &
  Given<'params', [ParamNames<Path>] extends [never] ? undefined : ParamsOf<Path>> &
  Given<'query', Q> &
  Given<'body', B>;

/** The type of a call's query. */
export type QueryOf<C> = C extends InternalCall<string, infer Q> ? Q : never;
/** The type of a call's body. */
export type BodyOf<C> = C extends InternalCall<string, infer _Q, infer B> ? B : never;
/** The type of a call's answer. */
export type AnswerOf<C> = C extends InternalCall<string, infer _Q, infer _B, infer T> ? T : never;

/** A call that answers with the bytes of a file. */
export interface InternalDownload<Path extends string = string, Q = unknown> extends InternalCall<
  Path,
  Q,
  undefined,
  void
> {
  readonly isDownload: true;
}

/** A call that sends the bytes of a file. */
export interface InternalUpload<Path extends string = string, Q = unknown, T = unknown> extends InternalCall<
  Path,
  Q,
  undefined,
  T
> {
  readonly isUpload: true;
}

type Declaration<Path extends string, Q, B, T> = Pick<
  InternalCall<Path>,
  'service' | 'method' | 'path' | 'summary' | 'callers'
> & {
  query?: Schema<Q>;
  body?: Schema<B>;
  answer?: Schema<T>;
  emits?: readonly EventType[];
};

/**
 * Declares a call. It has to be idempotent: it is tried a second time when the first gets no answer. Callers read
 * of an answer only the fields that they know, so a service may add fields before its callers are updated.
 */
export function internalCall<
  const Path extends `/internal/${string}`,
  Q = undefined,
  B = undefined,
  T = void,
>(declaration: Declaration<Path, Q, B, T>): InternalCall<Path, Q, B, T> {
  const { query = null, body = null, answer = null, emits = [] } = declaration;
  return { ...declaration, query, body, answer, emits };
}

/** Declares a call that answers with the bytes of a file. */
export function internalDownload<const Path extends `/internal/${string}`, Q>(
  declaration: Omit<Declaration<Path, Q, undefined, void>, 'method'>,
): InternalDownload<Path, Q> {
  return { ...internalCall<Path, Q>({ ...declaration, method: 'get' }), isDownload: true };
}

/** Declares a call that sends the bytes of a file. It is made once: a file is not read a second time. */
export function internalUpload<const Path extends `/internal/${string}`, Q, T>(
  declaration: Omit<Declaration<Path, Q, undefined, T>, 'method' | 'body'>,
): InternalUpload<Path, Q, T> {
  return { ...internalCall<Path, Q, undefined, T>({ ...declaration, method: 'put' }), isUpload: true };
}
