import { Agent, type ClientRequest, type IncomingMessage, ServerResponse } from 'node:http';
import { DomainError, IDENTITY_HEADER, type Logger } from '@siteninja/core';
import { INVALIDATE_HEADER, ROUTE_HEADER, type ServiceName } from '@siteninja/http';
import { type Request, type Response } from 'express';
import { createProxyMiddleware, type Plugin } from 'http-proxy-middleware';
import { type GatewayConfig } from '../config';
import { type Identity } from '../identity/grants';
import { type Exchange } from '../request/context';
import { forwardedHeaders } from '../request/headers';
import { serviceAway, type Target, type Upstreams } from './upstreams';

/** Where a request is sent. */
export interface Sending {
  service: ServiceName;
  /** With its query. */
  path: string;
}

export interface ProxyParts {
  config: Pick<GatewayConfig, 'PROXY_TIMEOUT' | 'MOST_IN_FLIGHT'>;
  upstreams: Upstreams;
  tokenFor(identity: Identity, service: ServiceName): string;
  /** Applied before the answer reaches the client, who may act on it at once. */
  invalidate(what: string[]): void;
  sendError(error: unknown, request: Request, response: Response): void;
  log: Logger;
}

export interface Proxy {
  forward(request: Request, response: Response, exchange: Exchange, sending: Sending): Promise<void>;
  stop(): void;
}

interface Sent {
  exchange: Exchange;
  sending: Sending;
  target: Target;
  startedAt: number;
  isSecondTry: boolean;
}

/** What passes between us and the services, and is no business of clients. */
const INTERNAL_ANSWER_HEADERS = [INVALIDATE_HEADER, ROUTE_HEADER, 'server', 'x-powered-by', 'keep-alive'];

/** Streams requests to the services and their answers back; never reads a body. */
export function createProxy(parts: ProxyParts): Proxy {
  const { config, upstreams, tokenFor, sendError, log } = parts;
  const agent = new Agent({ keepAlive: true });
  const sent = new WeakMap<IncomingMessage, Sent>();
  let inFlight = 0;
  const middleware = createProxyMiddleware<Request, Response>({
    agent,
    changeOrigin: true,
    // The path has been brought into its one form; nothing parses it again.
    toProxy: true,
    proxyTimeout: config.PROXY_TIMEOUT * 1000,
    router: (request) => sent.get(request)?.target,
    ejectPlugins: true,
    plugins: [events(parts, sent, (request, response, of) => send(request, response, of, true))],
  });
  const send = async (
    request: Request,
    response: Response,
    { exchange, sending }: Pick<Sent, 'exchange' | 'sending'>,
    isSecondTry: boolean,
  ): Promise<void> => {
    try {
      const target = await upstreams.pick(sending.service);
      if (response.destroyed) return;
      sent.set(request, { exchange, sending, target, startedAt: Date.now(), isSecondTry });
      request.url = sending.path;
      await middleware(request, response, (error: unknown) => sendError(error, request, response));
    } catch (error) {
      sendError(error, request, response);
    }
  };
  return {
    forward: async (request, response, exchange, sending) => {
      if (inFlight >= config.MOST_IN_FLIGHT) throw overloaded();
      inFlight += 1;
      response.once('close', () => {
        inFlight -= 1;
      });
      request.headers = {
        ...forwardedHeaders(request.headers),
        [IDENTITY_HEADER]: tokenFor(exchange.identity, sending.service),
        'x-forwarded-for': exchange.address,
        'x-request-id': exchange.requestId,
      };
      await send(request, response, { exchange, sending }, false);
    },
    stop: () => {
      log.debug('closing connections to the services');
      agent.destroy();
    },
  };
}

function overloaded(): DomainError {
  const headers = { 'Retry-After': '1' };
  return new DomainError('unavailable', 'gateway.overloaded', 'Too much at once. Try again.', { headers });
}

type Retry = (request: Request, response: Response, of: Sent) => Promise<void>;

function events(
  parts: ProxyParts,
  sent: WeakMap<IncomingMessage, Sent>,
  retry: Retry,
): Plugin<Request, Response> {
  const { upstreams, sendError, config } = parts;
  return (proxy) => {
    proxy.on('proxyReq', (outgoing, _request, response) => endTogether(outgoing, response));
    proxy.on('proxyRes', (answer, request, response) => {
      if (sent.has(request)) takeInternalHeaders(answer, parts);
      // http-proxy would write its own; ours may have said that this is the connection's last answer.
      const last = !response.shouldKeepAlive || response.getHeader('connection') === 'close';
      answer.headers.connection = last ? 'close' : 'keep-alive';
    });
    proxy.on('error', (error, request, response) => {
      const of = sent.get(request);
      if (!of || !(response instanceof ServerResponse) || response.destroyed || response.writableEnded)
        return;
      const failure = failureFrom(error, of, config.PROXY_TIMEOUT * 1000);
      if (failure.refused) upstreams.reportAway(of.target);
      if (mayRetry(request, response, of, failure)) void retry(request, response, of);
      else sendError(failure.error, request, response);
    });
    // The client has gone: there is nobody to tell.
    proxy.on('econnreset', () => undefined);
  };
}

/** When the client goes, the service need not go on; http-proxy would leave its answer lying unread. */
function endTogether(outgoing: ClientRequest, response: Response): void {
  response.once('close', () => {
    if (!response.writableFinished) outgoing.destroy();
  });
}

function takeInternalHeaders(answer: IncomingMessage, parts: ProxyParts): void {
  const { [INVALIDATE_HEADER]: invalidate } = answer.headers;
  if (invalidate !== undefined) {
    parts.invalidate(
      String(invalidate)
        .split(',')
        .map((what) => what.trim()),
    );
  }
  for (const name of INTERNAL_ANSWER_HEADERS) answer.headers[name] = undefined;
}

interface Failure {
  error: DomainError;
  /** No connection was made, so the service has seen nothing of the request. */
  refused: boolean;
  late: boolean;
}

const NOT_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN']);

function failureFrom(cause: Error, { sending, startedAt }: Sent, timeout: number): Failure {
  const code = 'code' in cause ? String(cause.code) : '';
  const { service } = sending;
  if (NOT_CONNECTED.has(code)) return { error: serviceAway(service), refused: true, late: false };
  if (Date.now() - startedAt >= timeout) {
    const message = `The ${service} service took too long.`;
    return {
      error: new DomainError('timed_out', 'gateway.timeout', message, { cause }),
      refused: false,
      late: true,
    };
  }
  const message = `The ${service} service broke off. Try again.`;
  const error = new DomainError('bad_gateway', 'gateway.bad_gateway', message, { cause });
  return { error, refused: false, late: false };
}

/** Once more, where nothing can happen twice: a target ended between two polls, or closed an idle connection. */
function mayRetry(request: Request, response: Response, of: Sent, { refused, late }: Failure): boolean {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  const hasBody = encoding !== undefined || (length !== undefined && length !== '0');
  if (of.isSecondTry || hasBody || late || response.headersSent) return false;
  return refused || request.method === 'GET' || request.method === 'HEAD';
}
