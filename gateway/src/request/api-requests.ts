import { type Request, type RequestHandler, type Response } from 'express';
import { type Authenticator } from '../identity/authenticate';
import { type GatewayConfig } from '../config';
import { type Exchange, exchangeOf, type Exchanges } from './context';
import { corsHeaders, type HeaderList, isPreflight, requestIdFor } from './headers';
import { addressOf, hostName, refuseSeveralHosts } from './hosts';
import { type Limits } from '../limits/rate-limits';
import { isOwn, notAllowed } from '../routes/gateway-routes';
import { readTarget } from './paths';
import { type Proxy } from '../proxy/proxy';
import { refuseSmuggling, type RouteTable } from '../proxy/route-table';
import { type SiteRequests } from '../sites/site-requests';

export interface ApiRequestParts {
  config: GatewayConfig;
  exchanges: Exchanges;
  security: HeaderList;
  isApiHost(host: string): boolean;
  routes: RouteTable;
  authenticator: Authenticator;
  limits: Limits;
  proxy: Proxy;
  siteRequests: SiteRequests;
  sendError(error: unknown, request: Request, response: Response): void;
}

/**
 * Looks at a request, without answering it: what is wrong is kept until the request has been counted, so that
 * every answer says how many are left.
 */
export function beginRequests(parts: ApiRequestParts): RequestHandler {
  const { config, exchanges, security, authenticator } = parts;
  const cors = corsHeaders(config);
  return async (request, response, next) => {
    const host = hostName(request.headers.host ?? '');
    const exchange: Exchange = {
      requestId: requestIdFor(request),
      address: addressOf(request, config.TRUST_PROXY),
      host,
      isSite: !parts.isApiHost(host),
      path: null,
      destination: null,
      identity: authenticator.nobody,
      failure: null,
    };
    exchanges.set(request, exchange);
    if (exchange.isSite) return parts.siteRequests.serve(request, response, exchange);
    request.headers['x-request-id'] = exchange.requestId;
    response.setHeader('X-Request-Id', exchange.requestId);
    for (const [name, value] of security) response.setHeader(name, value);
    try {
      exchange.path = readTarget(request.url);
      request.url = exchange.path.path + exchange.path.query;
      await readRequest(request, response, exchange, parts);
    } catch (error) {
      exchange.failure = error;
    }
    const isPublic = exchange.path?.segments[0] === 'public';
    for (const [name, value] of cors(request, isPublic)) response.setHeader(name, value);
    if (isPublic || exchange.path?.segments[0] === 'assets') {
      response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    }
    next();
  };
}

async function readRequest(
  request: Request,
  response: Response,
  exchange: Exchange,
  { routes, authenticator }: ApiRequestParts,
): Promise<void> {
  refuseSeveralHosts(request);
  refuseSmuggling(request.method, request.headers['transfer-encoding']);
  if (request.method === 'TRACE') throw notAllowed('GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS');
  const { path } = exchange;
  if (!path || isOwn(path) || isPreflight(request)) return;
  exchange.destination = routes(path);
  exchange.identity = await authenticator.identify(request, response, exchange.destination.tenantId);
}

/** Counts the request, and refuses it if it is one too many or was refused before. */
export function countRequests({ exchanges, limits, sendError }: ApiRequestParts): RequestHandler {
  return async (request, response, next) => {
    const exchange = exchangeOf(exchanges, request);
    try {
      await limits.count(request, response);
    } catch (error) {
      return sendError(error, request, response);
    }
    if (exchange.failure !== null) return sendError(exchange.failure, request, response);
    next();
  };
}

/** Sends requests to their services; the gateway's own go on to the routes after this. */
export function forwardRequests({ exchanges, proxy, sendError }: ApiRequestParts): RequestHandler {
  return async (request, response, next) => {
    if (isPreflight(request)) {
      response.statusCode = 204;
      response.end();
      return;
    }
    const exchange = exchangeOf(exchanges, request);
    if (!exchange.destination) return next();
    try {
      const { service } = exchange.destination;
      await proxy.forward(request, response, exchange, { service, path: request.url });
    } catch (error) {
      sendError(error, request, response);
    }
  };
}
