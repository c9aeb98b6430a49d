import { DomainError, type Logger } from '@siteninja/core';
import { type Request, type RequestHandler, type Response } from 'express';
import { type GatewayConfig } from './config';
import { type Authenticator } from './identity/authenticate';
import { type RateLimits } from './limits/rate-limits';
import { type RequestQuota } from './limits/request-quota';
import { type Proxy } from './proxy/proxy';
import { type Route, type RouteTable } from './proxy/route-table';
import { type Slots } from './proxy/slots';
import { type ApiHeaders } from './request/api-headers';
import { clientAddress, proxyWatch } from './request/client-address';
import { type RequestContext } from './request/context';
import { isPreflight } from './request/cors';
import { methodNotAllowed } from './request/errors';
import { assertBodyExpected, requestIdFor, setHeaders } from './request/headers';
import { assertOneHost, normalizeHost } from './request/hosts';
import { readTarget } from './request/paths';
import { headersTooLarge } from './request/refused-by-node';
import { logRequest } from './request/request-log';
import { isGatewayRoute } from './routes/gateway-routes';
import { type SiteRequests } from './sites/site-requests';

export interface RequestParts {
  config: GatewayConfig;
  apiHeaders: ApiHeaders;
  isApiHost(host: string): boolean;
  routes: RouteTable;
  slots: Slots;
  authenticator: Authenticator;
  limits: RateLimits;
  quota: RequestQuota;
  proxy: Proxy;
  siteRequests: SiteRequests;
  log: Logger;
  /** Measures a request by its upstream. */
  measure(request: Request, response: Response, upstream: () => string): void;
  sendError(error: unknown, request: Request, response: Response): void;
}

/**
 * Handles every request that Express gets: take a slot → identify → count → forward. Requests of the gateway's own
 * routes go on to the handlers after this one.
 */
export function requestHandler(parts: RequestParts): RequestHandler {
  const { config, apiHeaders, authenticator, limits, quota, proxy, siteRequests, sendError } = parts;
  const warnOfProxy = proxyWatch(config.TRUST_PROXY, parts.log);
  return async (request, response, next) => {
    warnOfProxy(request);
    const host = normalizeHost(request.headers.host ?? '');
    const context: RequestContext = {
      requestId: requestIdFor(request),
      address: clientAddress(request, config.TRUST_PROXY),
      host,
      path: null,
      identity: authenticator.anonymous,
    };
    response.locals.context = context;
    let route: Route | null = null;
    logRequest(request, response, context, parts.log, () => route);
    const isApi = parts.isApiHost(host);
    parts.measure(request, response, () => route?.service ?? (isApi ? 'gateway' : 'sites'));
    if (!isApi) return siteRequests.serve(request, response, context);
    // A request that is rejected is counted first, so that every answer says how many are left.
    let rejection: { error: unknown } | null = null;
    try {
      route = await identify(request, response, context, parts);
    } catch (error) {
      rejection = { error };
    }
    request.headers['x-request-id'] = context.requestId;
    setHeaders(response, apiHeaders.of(request, context.requestId, context.path));
    try {
      await limits.count(request, response);
      if (rejection) throw rejection.error;
      if (isPreflight(request)) response.status(204).end();
      else if (!route) next();
      else {
        const meteredTenant = meteredTenantOf(context);
        if (meteredTenant !== null) await quota.take(meteredTenant);
        await proxy.forward(request, response, context, { service: route.service, path: request.url });
      }
    } catch (error) {
      sendError(error, request, response);
    }
  };
}

/** The tenant whose plan a request counts in: those of API keys to paths of their own tenant. */
function meteredTenantOf({ path, identity: { caller } }: RequestContext): string | null {
  if (caller.type !== 'api_key' || path?.segments[0] !== 'tenants') return null;
  return caller.tenant?.id ?? null;
}

/** Reads path and caller into the context, and takes a slot. @returns null where the gateway answers by itself */
async function identify(
  request: Request,
  response: Response,
  context: RequestContext,
  { routes, slots, authenticator }: RequestParts,
): Promise<Route | null> {
  context.path = readTarget(request.url);
  request.url = context.path.path + context.path.query;
  const isOwn = isGatewayRoute(context.path);
  // Held from here to the end of the answer, whatever the request waits for.
  if (!isOwn) response.once('close', slots.take(context.address));
  assertOneHost(request);
  assertBodyExpected(request);
  assertHeadersTaken(request);
  if (request.method === 'TRACE') throw methodNotAllowed('GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS');
  if (isOwn || isPreflight(request)) return null;
  const route = routes(context.path);
  context.identity = await authenticator.authenticate(request, response, route.tenantId);
  return route;
}

const MAX_HEADERS = 500;

/** @throws headers_too_large, expectation_failed */
function assertHeadersTaken({ rawHeaders, headers }: Request): void {
  if (rawHeaders.length / 2 > MAX_HEADERS) throw headersTooLarge();
  if (headers.expect === undefined || headers.expect.toLowerCase() === '100-continue') return;
  const message = 'No expectation but 100-continue can be met.';
  throw new DomainError('expectation_failed', 'request.expectation', message, {
    headers: { Connection: 'close' },
  });
}
