import { type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type Caller, DomainError, IDENTITY_HEADER, verifyIdentityToken } from '@siteninja/core';
import { portOf, STATUS } from '@siteninja/http';

/** A request to a stub. */
export interface StubRequest {
  method: string;
  url: URL;
  headers: IncomingMessage['headers'];
  /** Null where the stub trusts nobody, and so verifies no identity token. */
  caller: Caller | null;
  body: string;
}

export interface StubAnswer {
  status?: number;
  headers?: Record<string, string>;
  /** A string is sent as it is, anything else as JSON. */
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

  /** @param trusted whose identity tokens it believes; without them it asks for none */
  constructor(
    readonly name: string,
    readonly trusted?: ReadonlyMap<string, KeyObject>,
  ) {
    this.server = createServer((request, response) => {
      void this.#answer(request).then(
        ({ status = 200, headers = {}, body }) => {
          const text = typeof body === 'string' ? body : JSON.stringify(body ?? null);
          response.writeHead(status, { 'content-type': 'application/json', ...headers });
          response.end(status === 204 || status === 304 ? undefined : text);
        },
        () => response.destroy(),
      );
    });
    this.server.on('connection', (socket) => this.connections.add(socket));
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** @param port the one that it had before it was closed, or a free one */
  async listen(port = 0): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
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
    const body = Buffer.concat(chunks).toString();
    const token = String(request.headers[IDENTITY_HEADER] ?? '');
    const verified = this.trusted && verifyIdentityToken(token, this.name, this.trusted);
    if (this.trusted && !verified) return refused(401, 'auth.unauthenticated');
    const { method = '', headers } = request;
    const received = { method, url, headers, caller: verified?.caller ?? null, body };
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

/** `POST /internal/memberships/:id` → the answer's `data`; a DomainError that is thrown is answered as one. */
export type StubRoutes = Record<string, (body: unknown, url: URL) => unknown>;

/** Answers 404 to every request that is not listed. */
export function stubRoutes(routes: StubRoutes): StubHandler {
  return ({ method, url, body }) => {
    const request = `${method} ${url.pathname}`;
    const route = Object.entries(routes).find(([pattern]) => matches(pattern, request));
    if (!route) return refused(404, 'stub.not_found', `No stub for ${request}`);
    try {
      return enveloped(route[1](body === '' ? undefined : JSON.parse(body), url) ?? {});
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const { kind, code, message, details } = error;
      const meta = { timestamp: '', requestId: 'stub' };
      return { status: STATUS[kind], body: { success: false, error: message, code, details, meta } };
    }
  };
}

function matches(pattern: string, request: string): boolean {
  return new RegExp(`^${pattern.replace(/:\w+/g, '[^/]+')}$`).test(request);
}
