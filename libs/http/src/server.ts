import { createServer, IncomingMessage, type Server, ServerResponse } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer, type ServerOptions } from 'node:https';
import express, { type Express } from 'express';
import { lingerAfterEarlyAnswers } from './request-body';

/** Milliseconds between no longer being ready and no longer listening, for balancers to notice. */
const NOTICE = 1_000;
/** Milliseconds that requests under way may take to end. */
const GRACE = 3_000;

/**
 * Connections that may wait to be accepted; the kernel's bound applies besides. With Node's 511 a process that is busy
 * for a tenth of a second loses some, and their clients try again a second later at the earliest.
 */
const BACKLOG = 4_096;

/** More than the gateway takes of a client: it adds some of its own. */
const MAX_HEADER_BYTES = 32 * 1024;

/** An application and the server that it runs on. */
export interface App {
  app: Express;
  server: Server;
  /** A further server for the same application, which ends TLS; it is listened on like the first. */
  withTls(options: Pick<ServerOptions, 'SNICallback' | 'handshakeTimeout'>): TlsServer;
}

/**
 * An Express application and the server that it runs on. Express 5 resets the prototype of every request and
 * response, which costs 50 to 80 µs; here both are made with the prototypes that it would give them.
 */
export function createApp({ maxHeaderBytes = MAX_HEADER_BYTES } = {}): App {
  const app = express();
  class AppRequest extends IncomingMessage {}
  class AppResponse<R extends IncomingMessage = IncomingMessage> extends ServerResponse<R> {}
  for (const [made, given] of [
    [AppRequest, app.request],
    [AppResponse, app.response],
  ] as const) {
    Object.setPrototypeOf(made.prototype, Object.getPrototypeOf(given));
    Object.defineProperty(made.prototype, 'app', { value: app, configurable: true, writable: true });
  }
  Object.assign(app, { request: AppRequest.prototype, response: AppResponse.prototype });
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  const options = {
    IncomingMessage: AppRequest,
    ServerResponse: AppResponse,
    maxHeaderSize: maxHeaderBytes,
    // By default Node looks for clients that are late only every 30 s.
    connectionsCheckingInterval: 1_000,
  };
  return {
    app,
    server: withTimeouts(createServer(options, app)),
    withTls: (tls) => withTimeouts(createTlsServer({ ...options, ...tls }, app)),
  };
}

function withTimeouts<S extends Server | TlsServer>(server: S): S {
  lingerAfterEarlyAnswers(server);
  server.headersTimeout = 10_000;
  // A body is watched by its pace where clients send it, which is at the gateway.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 65_000;
  return server;
}

/** A server that listens. */
export interface Listening {
  port: number;
  /** Answers what is under way, tells clients to go elsewhere, and closes; within `NOTICE` + `GRACE`. */
  drain(): Promise<void>;
}

/** The port that a server listens on. @throws where it listens on none */
export function portOf(server: Pick<Server, 'address'>): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server listens on no port.');
  return address.port;
}

/** @throws a sentence that names the port, where it is taken or not allowed */
export async function listen(server: Server, host: string, port: number): Promise<Listening> {
  let draining = false;
  server.prependListener('request', (_request, response) => {
    if (draining) response.setHeader('Connection', 'close');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(taken ? new Error(`Port ${port} on ${host} is taken by another process.`) : error);
    });
    server.listen({ port, host, backlog: BACKLOG }, resolve);
  });
  return {
    port: portOf(server),
    drain: async () => {
      draining = true;
      await new Promise((go) => setTimeout(go, NOTICE));
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const late = setTimeout(() => server.closeAllConnections(), GRACE);
      await closed;
      clearTimeout(late);
    },
  };
}
