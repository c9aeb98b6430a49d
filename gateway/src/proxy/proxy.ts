import { Agent, type ClientRequest, type IncomingMessage, ServerResponse } from 'node:http';
import { type Caller, DomainError, IDENTITY_HEADER, type Logger, type ServiceName } from '@siteninja/core';
import { hasBody, INVALIDATE_HEADER, ROUTE_HEADER, serviceUnavailable, watchBody } from '@siteninja/http';
import { type Request, type Response } from 'express';
import { createProxyMiddleware, type Plugin } from 'http-proxy-middleware';
import { type GatewayConfig } from '../config';
import { type KeyRequest } from '../identity/key-usage';
import { contextOf, type RequestContext } from '../request/context';
import { bodyPace, tooSlow } from './body-pace';
import { forwardedHeaders } from '../request/headers';
import { type Target } from './targets';
import { type Upstreams } from './upstreams';

/** Where a request is sent. */
interface Destination {
  service: ServiceName;
  /** With its query. */
  path: string;
}

export interface ProxyParts {
  config: Pick<GatewayConfig, 'PROXY_TIMEOUT' | 'BODY_TIMEOUT'>;
  upstreams: Upstreams;
  /** Drops cached facts. It is called before the answer reaches the client, who may act on it at once. */
  invalidate(tags: string[]): void;
  /** Counts a request that a route of a service has answered. */
  countUsage(caller: Caller, request: Omit<KeyRequest, 'apiKeyId'>): void;
  sendError(error: unknown, request: Request, response: Response): void;
  log: Logger;
}

export interface Proxy {
  forward(
    request: Request,
    response: Response,
    context: RequestContext,
    destination: Destination,
  ): Promise<void>;
  stop(): void;
}

/** One try to get a request answered by a target. */
interface Attempt {
  destination: Destination;
  target: Target;
  isRetry: boolean;
  isTimedOut: boolean;
}

/** Headers between the gateway and the services, which clients do not see. */
const INTERNAL_RESPONSE_HEADERS = [INVALIDATE_HEADER, ROUTE_HEADER, 'server', 'x-powered-by', 'keep-alive'];

/** Streams requests to the services and their answers back; never reads a body. */
export function createProxy(parts: ProxyParts): Proxy {
  const { config, upstreams, sendError, log } = parts;
  const agent = new Agent({ keepAlive: true });
  const attempts = new WeakMap<IncomingMessage, Attempt>();
  const middleware = createProxyMiddleware<Request, Response>({
    agent,
    changeOrigin: true,
    // The path has its one form already: http-proxy does not parse it again.
    toProxy: true,
    proxyTimeout: config.PROXY_TIMEOUT * 1000,
    router: (request) => attempts.get(request)?.target,
    ejectPlugins: true,
    plugins: [
      proxyEvents(parts, attempts, (request, response, { destination }) =>
        send(request, response, destination, true),
      ),
    ],
  });
  const send = async (
    request: Request,
    response: Response,
    destination: Destination,
    isRetry: boolean,
  ): Promise<void> => {
    try {
      const target = await upstreams.pick(destination.service);
      if (response.destroyed) return;
      attempts.set(request, { destination, target, isRetry, isTimedOut: false });
      request.url = destination.path;
      await middleware(request, response, (error: unknown) => sendError(error, request, response));
    } catch (error) {
      sendError(error, request, response);
    }
  };
  return {
    forward: async (request, response, { requestId, address, identity }, destination) => {
      watchBody(request, bodyPace(config), () => sendError(tooSlow(), request, response));
      request.headers = {
        ...forwardedHeaders(request.headers),
        [IDENTITY_HEADER]: identity.tokenFor(destination.service),
        'x-forwarded-for': address,
        'x-request-id': requestId,
      };
      await send(request, response, destination, false);
    },
    stop: () => {
      log.debug('closing connections to the services');
      agent.destroy();
    },
  };
}

type Retry = (request: Request, response: Response, attempt: Attempt) => Promise<void>;

function proxyEvents(
  parts: ProxyParts,
  attempts: WeakMap<IncomingMessage, Attempt>,
  retry: Retry,
): Plugin<Request, Response> {
  const { upstreams, sendError } = parts;
  return (proxy) => {
    proxy.on('proxyReq', (outgoing, request, response) => {
      abortWithClient(outgoing, response);
      abortWhenAnswered(outgoing, request, response);
      outgoing.once('timeout', () => {
        const attempt = attempts.get(request);
        if (attempt) attempt.isTimedOut = true;
      });
    });
    proxy.on('proxyRes', (answer, request, response) => {
      if (attempts.has(request)) {
        countUsage(answer, request, response, parts);
        takeInternalHeaders(answer, parts);
      }
      breakOffWithService(answer, response);
      // Not the service's own header, which http-proxy would copy: only the gateway ends its connections.
      const isLast = !response.shouldKeepAlive || response.getHeader('connection') === 'close';
      answer.headers.connection = isLast ? 'close' : 'keep-alive';
    });
    proxy.on('error', (error, request, response) => {
      const attempt = attempts.get(request);
      if (!attempt || !(response instanceof ServerResponse)) return;
      if (response.destroyed || response.writableEnded) return;
      const isUnreached = NOT_CONNECTED.has(codeOf(error));
      if (isUnreached) upstreams.markDown(attempt.target);
      if (mayRetry(request, response, attempt, isUnreached)) void retry(request, response, attempt);
      else sendError(failureFrom(error, attempt, isUnreached), request, response);
    });
    // The client has closed the connection: nobody waits for an answer.
    proxy.on('econnreset', () => undefined);
  };
}

/** Ends the request to the service when the client leaves; http-proxy would keep the connection and never read it. */
function abortWithClient(outgoing: ClientRequest, response: Response): void {
  response.once('close', () => {
    if (!response.writableFinished) outgoing.destroy();
  });
}

/** Ends the answer when the service does before its end; http-proxy would leave the client waiting for the rest. */
function breakOffWithService(answer: IncomingMessage, response: Response): void {
  answer.once('close', () => {
    if (!answer.complete) response.destroy();
  });
}

/** A service that answers before the end of a body wants no more of it. */
function abortWhenAnswered(outgoing: ClientRequest, request: Request, response: Response): void {
  response.once('finish', () => {
    if (!request.complete) outgoing.destroy();
  });
}

function countUsage(answer: IncomingMessage, request: Request, response: Response, parts: ProxyParts): void {
  const { statusCode = 0, headers } = answer;
  const { [ROUTE_HEADER]: endpoint } = headers;
  if (typeof endpoint !== 'string') return;
  parts.countUsage(contextOf(response).identity.caller, { method: request.method, endpoint, statusCode });
}

function takeInternalHeaders(answer: IncomingMessage, parts: ProxyParts): void {
  const { [INVALIDATE_HEADER]: invalidate } = answer.headers;
  if (invalidate !== undefined) {
    parts.invalidate(
      String(invalidate)
        .split(',')
        .map((tag) => tag.trim()),
    );
  }
  for (const name of INTERNAL_RESPONSE_HEADERS) answer.headers[name] = undefined;
}

/** Errors before a connection was made: the target has seen nothing of the request. */
const NOT_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN']);

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}

function failureFrom(cause: Error, { destination, isTimedOut }: Attempt, isUnreached: boolean): DomainError {
  const { service } = destination;
  if (isUnreached) return serviceUnavailable(service);
  if (isTimedOut) {
    const message = `The ${service} service took too long.`;
    return new DomainError('timed_out', 'gateway.timeout', message, { cause });
  }
  const message = `The ${service} service broke off. Try again.`;
  return new DomainError('bad_gateway', 'gateway.bad_gateway', message, { cause });
}

/**
 * Whether to try again where that cannot have a second effect: the target ended between two polls, or has closed
 * a connection that was idle. A body is gone once it was piped.
 */
function mayRetry(
  request: Request,
  response: Response,
  { isRetry, isTimedOut }: Attempt,
  isUnreached: boolean,
): boolean {
  if (isRetry || hasBody(request) || isTimedOut || response.headersSent) return false;
  return isUnreached || request.method === 'GET' || request.method === 'HEAD';
}
