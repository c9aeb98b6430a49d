import { type KeyObject } from 'node:crypto';
import { type Readable } from 'node:stream';
import {
  type AnyCallInput,
  type CallInput,
  type InternalCall,
  type InternalDownload,
  type InternalUpload,
} from '@siteninja/contracts';
import {
  type Caller,
  type Ctx,
  DomainError,
  type ErrorDetail,
  IDENTITY_HEADER,
  identityTokensOf,
  type ServiceName,
  unavailable,
} from '@siteninja/core';
import { parse, s } from '@siteninja/schema';
import { kindOf, STATUS } from './routing/errors';
import { REQUEST_ID_HEADER } from './routing/answer';

const CALL_TIMEOUT_MS = 3_000;
/** Once a file has been sent whole: pictures are decoded meanwhile, and wait for their turn. */
const UPLOAD_TIMEOUT_MS = 90_000;

/** A file that is sent as it comes. */
export interface SentFile {
  /** Bytes. */
  size: number;
  content: Readable;
}

/** Makes the calls that libs/contracts declares. Each is idempotent, and tried once more on another target. */
export interface ServiceClient {
  /** @throws the service's own error; unavailable where it cannot be reached or takes over 3 seconds */
  call<Path extends string, Q, B, T>(
    ctx: Pick<Ctx, 'request'>,
    call: InternalCall<Path, Q, B, T>,
    input: CallInput<Path, Q, B>,
  ): Promise<T>;
  /**
   * The bytes of a file as they come. The stream fails where nothing comes for 3 seconds while it is read; whoever does
   * not read it to its end destroys it.
   * @throws the service's own error; unavailable where it cannot be reached or its answer takes over 3 seconds to begin
   */
  download<Path extends string, Q>(
    ctx: Pick<Ctx, 'request'>,
    call: InternalDownload<Path, Q>,
    input: CallInput<Path, Q, undefined>,
  ): Promise<Readable>;
  /**
   * Sends the bytes of a file as they come, once and to one target, as they cannot be read again. Where they fail, or
   * the service answers before it has them all, the stream is destroyed.
   * @throws the service's own error; unavailable where it cannot be reached or has not answered 90 seconds after the
   *   last byte
   */
  upload<Path extends string, Q, T>(
    ctx: Pick<Ctx, 'request'>,
    call: InternalUpload<Path, Q, T>,
    input: CallInput<Path, Q, undefined>,
    file: SentFile,
  ): Promise<T>;
}

/** How a call ended: `ok`, `refused` by an error of the service's own, or `unavailable` with whatever is a fault. */
export interface CallOutcome {
  service: ServiceName;
  outcome: 'ok' | 'refused' | 'unavailable';
  /** Until the answer, or its first bytes where it is a file. */
  durationMs: number;
}

/**
 * Calls in the name of `self`, which signs for itself; `targets` says where the services listen.
 * @param onCall told of each call once it is over
 */
export function serviceClient(
  self: string,
  key: KeyObject,
  targets: (service: ServiceName) => string[],
  onCall: (outcome: CallOutcome) => void = () => undefined,
): ServiceClient {
  const caller: Caller = {
    type: 'service',
    service: self,
    isSuperAdmin: false,
    tenant: null,
    permissions: new Set(),
  };
  const tokenFor = identityTokensOf(caller, { issuer: self, key });
  const headersOf = ({ request }: Pick<Ctx, 'request'>, { service }: InternalCall) => ({
    [IDENTITY_HEADER]: tokenFor(service),
    ...(request ? { [REQUEST_ID_HEADER]: request.id } : {}),
  });
  return {
    call: (ctx, call, input) =>
      measured(call, onCall, async () => {
        const sent = { ...outgoing(call, input), headers: headersOf(ctx, call) };
        const answer = await trying(targets(call.service), call, (target) => send(target, sent));
        return readAnswer(call, answer);
      }),
    download: (ctx, call, input) =>
      measured(call, onCall, async () => {
        const sent = { ...outgoing(call, input), headers: headersOf(ctx, call) };
        const answer = await trying(targets(call.service), call, (target) => receive(target, sent));
        if ('file' in answer) return answer.file;
        throw errorFrom(answer.status, answer.body, call.service);
      }),
    upload: (ctx, call, input, file) =>
      measured(call, onCall, async () => {
        const sent = { ...outgoing(call, input), headers: headersOf(ctx, call) };
        const [target = ''] = targets(call.service);
        return readAnswer(call, await sendFile(target, sent, file, call));
      }),
  };
}

async function measured<T>(
  { service }: InternalCall,
  onCall: (outcome: CallOutcome) => void,
  work: () => Promise<T>,
): Promise<T> {
  const began = performance.now();
  const tell = (outcome: CallOutcome['outcome']): void =>
    onCall({ service, outcome, durationMs: performance.now() - began });
  try {
    const result = await work();
    tell('ok');
    return result;
  } catch (error) {
    tell(error instanceof DomainError && STATUS[error.kind] < 500 ? 'refused' : 'unavailable');
    throw error;
  }
}

interface Outgoing {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | null;
}

function outgoing({ method, path }: InternalCall, input: AnyCallInput): Omit<Outgoing, 'headers'> {
  const { params = {}, query = {}, body } = input;
  const filled = path.replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return {
    method: method.toUpperCase(),
    path: search.size === 0 ? filled : `${filled}?${search.toString()}`,
    body: body === undefined ? null : JSON.stringify(body),
  };
}

interface Answer {
  status: number;
  body: unknown;
}

/** What the first target gives that can be reached; each is tried once, a single one twice. */
async function trying<T>(
  targets: string[],
  { service }: InternalCall,
  attempt: (target: string) => Promise<T>,
): Promise<T> {
  let cause: unknown;
  for (const target of targets.length > 1 ? targets : [...targets, ...targets]) {
    try {
      return await attempt(target);
    } catch (error) {
      cause = error;
    }
  }
  throw serviceUnavailable(service, cause);
}

async function send(target: string, { method, path, headers, body }: Outgoing): Promise<Answer> {
  // Loaded here: a process that calls no service does without it.
  const { request } = await import('undici');
  const signal = AbortSignal.timeout(CALL_TIMEOUT_MS);
  const type = body === null ? {} : { 'content-type': 'application/json' };
  const answer = await request(`${target}${path}`, {
    method,
    headers: { ...headers, ...type },
    body,
    signal,
  });
  const { statusCode: status } = answer;
  return { status, body: status === 204 ? {} : await answer.body.json() };
}

async function receive(
  target: string,
  { method, path, headers }: Outgoing,
): Promise<Answer | { file: Readable }> {
  const { request } = await import('undici');
  const { statusCode: status, body } = await request(`${target}${path}`, {
    method,
    headers,
    headersTimeout: CALL_TIMEOUT_MS,
    bodyTimeout: CALL_TIMEOUT_MS,
  });
  return status === 200 ? { file: body } : { status, body: await body.json() };
}

async function sendFile(
  target: string,
  { method, path, headers }: Outgoing,
  { size, content }: SentFile,
  { service }: InternalCall,
): Promise<Answer> {
  const { request } = await import('undici');
  const late = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  content.once('end', () => {
    timer = setTimeout(() => late.abort(), UPLOAD_TIMEOUT_MS).unref();
  });
  try {
    const { statusCode: status, body } = await request(`${target}${path}`, {
      method,
      headers: { ...headers, 'content-type': 'application/octet-stream', 'content-length': String(size) },
      body: content,
      signal: late.signal,
      // Counted from the first byte sent, which may come long before the last.
      headersTimeout: 0,
      bodyTimeout: CALL_TIMEOUT_MS,
    });
    return { status, body: await body.json() };
  } catch (error) {
    // What the sender itself ran into says more than that the connection was broken off by it.
    throw content.errored ?? serviceUnavailable(service, error);
  } finally {
    clearTimeout(timer);
    content.destroy();
  }
}

function readAnswer<T>(call: InternalCall<string, unknown, unknown, T>, { status, body }: Answer): T {
  if (status >= 400) throw errorFrom(status, body, call.service);
  const checked = parse(s.looseObject({ data: call.answer ?? s.nothing() }), body, { stripUnknown: true });
  if ('value' in checked) return checked.value.data;
  const reason = JSON.stringify(checked.errors);
  throw new Error(
    `The answer of ${call.service} to ${call.method} ${call.path} breaks its contract: ${reason}`,
  );
}

const errorEnvelope = s.looseObject({
  error: s.string(),
  code: s.string(),
  details: s.optional(s.array(s.anyObject())),
});

function errorFrom(status: number, body: unknown, service: ServiceName): DomainError {
  const checked = parse(errorEnvelope, body);
  if ('errors' in checked || status >= 500) return serviceUnavailable(service, body);
  const { error, code, details } = checked.value;
  return new DomainError(kindOf(status), code, error, details ? { details: details.map(detailFrom) } : {});
}

function detailFrom(detail: Record<string, unknown>): ErrorDetail {
  return { ...detail, message: String(detail.message) };
}

/** @param cause stays in the log */
export function serviceUnavailable(service: ServiceName, cause?: unknown): DomainError {
  return unavailable('service.unavailable', `The ${service} service is unavailable. Try again.`, cause);
}
