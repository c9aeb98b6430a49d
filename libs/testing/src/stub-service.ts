import { createServer, type IncomingMessage, type Server } from 'node:http';
import {
  type InternalCall,
  type InternalDownload,
  type InternalUpload,
  type ParamsOf,
} from '@siteninja/contracts';
import {
  type Caller,
  DomainError,
  IDENTITY_HEADER,
  type TrustedKeys,
  verifyIdentityToken,
} from '@siteninja/core';
import { portOf, STATUS } from '@siteninja/http';
import { parse, type Schema } from '@siteninja/schema';

/** A request to a stub. */
export interface StubRequest {
  method: string;
  url: URL;
  headers: IncomingMessage['headers'];
  /** Null where the stub trusts nobody, and so verifies no identity token. */
  caller: Caller | null;
  body: string;
  bytes: Buffer;
}

export interface StubAnswer {
  status?: number;
  headers?: Record<string, string>;
  /** A string and bytes are sent as they are, anything else as JSON. */
  body?: unknown;
}

export type StubHandler = (request: StubRequest) => StubAnswer | Promise<StubAnswer>;

/** A stand-in for a service, over real HTTP. */
export class StubService {
  readonly requests: StubRequest[] = [];
  readonly connections = new Set<object>();
  /** What `/health/ready` says. */
  state: 'ready' | 'draining' | 'not_ready' = 'ready';
  handle: StubHandler = echo;
  readonly server: Server;
  port = 0;
  host = '127.0.0.1';

  /** @param trusted whose identity tokens it believes; without them it asks for none */
  constructor(
    readonly name: string,
    readonly trusted?: TrustedKeys,
  ) {
    this.server = createServer((request, response) => {
      void this.#answer(request).then(
        ({ status = 200, headers = {}, body }) => {
          // A body that did not come in time has been answered by Node itself.
          if (response.headersSent) return;
          const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
          response.writeHead(status, { 'content-type': 'application/json', ...headers });
          response.end(
            status === 204 || status === 304 ? undefined : isRaw ? body : JSON.stringify(body ?? null),
          );
        },
        () => response.destroy(),
      );
    });
    this.server.on('connection', (socket) => this.connections.add(socket));
  }

  get url(): string {
    return `http://${this.host}:${this.port}`;
  }

  /** @param port the one that it had before it was closed, or a free one */
  async listen(port = 0, host = this.host): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(port, host, resolve));
    this.host = host;
    this.port = portOf(this.server);
    return this;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  async #answer(request: IncomingMessage): Promise<StubAnswer> {
    const url = new URL(request.url ?? '', 'http://stub');
    if (url.pathname === '/health/ready') {
      return { status: this.state === 'ready' ? 200 : 503, body: { status: this.state } };
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const bytes = Buffer.concat(chunks);
    const body = bytes.toString();
    const token = String(request.headers[IDENTITY_HEADER] ?? '');
    const verified = this.trusted && verifyIdentityToken(token, this.name, this.trusted);
    if (this.trusted && !verified) return refused(401, 'auth.unauthenticated');
    const { method = '', headers } = request;
    const received = { method, url, headers, caller: verified?.caller ?? null, body, bytes };
    this.requests.push(received);
    return this.handle(received);
  }
}

/** Answers with the request. */
export function echo({ method, url, headers, caller, body }: StubRequest): StubAnswer {
  return {
    body: {
      method,
      path: url.pathname + url.search,
      headers,
      caller: caller && { ...caller, permissions: [...caller.permissions] },
      body,
    },
  };
}

export function enveloped(data: unknown, status = 200): StubAnswer {
  return { status, body: { success: true, data, meta: { timestamp: '', requestId: 'stub' } } };
}

export function refused(status: number, code: string, error = 'No.'): StubAnswer {
  return { status, body: { success: false, error, code, meta: { timestamp: '', requestId: 'stub' } } };
}

/** A call that a stub answers. */
export interface StubbedCall {
  readonly call: Pick<InternalCall, 'service' | 'method' | 'path'>;
  answer: StubHandler;
}

/**
 * Stands in for the service that answers the call, and holds both sides to its contract.
 * @param answer gives the answer's `data`; a DomainError that it throws is answered as one
 */
export function stubCall<Path extends string, Q, B, T>(
  call: InternalCall<Path, Q, B, T>,
  answer: (input: { params: ParamsOf<Path>; query: Q; body: B }) => NoInfer<T> | Promise<NoInfer<T>>,
): StubbedCall {
  return {
    call,
    answer: async ({ url, body }) => {
      const query = Object.fromEntries(url.searchParams);
      // `answer` is typed by the contract that the three are held against.
      // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- no type says what a path pattern matches
      const input = {
        params: pathPattern(call.path).exec(url.pathname)?.groups ?? {},
        query: call.query && checked(call.query, query),
        body: call.body && checked(call.body, JSON.parse(body)),
      } as Parameters<typeof answer>[0];
      try {
        const given = await answer(input);
        return call.answer === null ? { status: 204 } : enveloped(checked(call.answer, given));
      } catch (error) {
        return answerTo(error);
      }
    },
  };
}

/** The same for a call that answers with the bytes of a file. */
export function stubDownload<Path extends string, Q>(
  call: InternalDownload<Path, Q>,
  answer: (input: { params: ParamsOf<Path>; query: URLSearchParams }) => StubAnswer,
): StubbedCall {
  return {
    call,
    answer: ({ url }) => {
      // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- no type says what a path pattern matches
      const params = (pathPattern(call.path).exec(url.pathname)?.groups ?? {}) as ParamsOf<Path>;
      try {
        return answer({ params, query: url.searchParams });
      } catch (error) {
        return answerTo(error);
      }
    },
  };
}

/** The same for a call that sends the bytes of a file. */
export function stubUpload<Path extends string, Q, T>(
  call: InternalUpload<Path, Q, T>,
  answer: (input: { params: ParamsOf<Path>; query: URLSearchParams; bytes: Buffer }) => NoInfer<T>,
): StubbedCall {
  return {
    call,
    answer: ({ url, bytes }) => {
      // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- no type says what a path pattern matches
      const params = (pathPattern(call.path).exec(url.pathname)?.groups ?? {}) as ParamsOf<Path>;
      try {
        const data = answer({ params, query: url.searchParams, bytes });
        return enveloped(call.answer ? checked(call.answer, data) : {});
      } catch (error) {
        return answerTo(error);
      }
    },
  };
}

/** @throws what is no DomainError */
function answerTo(error: unknown): StubAnswer {
  if (!(error instanceof DomainError)) throw error;
  const { kind, code, message, details } = error;
  const meta = { timestamp: '', requestId: 'stub' };
  return { status: STATUS[kind], body: { success: false, error: message, code, details, meta } };
}

/** Answers 404 to every request that is none of the calls. */
export function stubCalls(stubbed: readonly StubbedCall[]): StubHandler {
  return (request) => {
    const { method, url } = request;
    const found = stubbed.find(
      ({ call }) => call.method.toUpperCase() === method && pathPattern(call.path).test(url.pathname),
    );
    return found
      ? found.answer(request)
      : refused(404, 'stub.not_found', `No stub for ${method} ${url.pathname}`);
  };
}

function checked<T>(schema: Schema<T>, value: unknown): T {
  const result = parse(schema, value, { convert: true });
  if ('errors' in result)
    throw new Error(`A stubbed call breaks its contract: ${JSON.stringify(result.errors)}`);
  return result.value;
}

function pathPattern(path: string): RegExp {
  return new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
}
