import {
  type Cache,
  type Clock,
  connectRedis,
  createLog,
  GATEWAY,
  type Logger,
  notFound,
  privateKeyFrom,
  type Redis,
  redisCache,
  systemClock,
} from '@siteninja/core';
import {
  createApp,
  listen,
  memoryRateStore,
  redisRateStore,
  sendError,
  serviceClient,
  type ServiceClient,
  type ServiceName,
  targetsOf,
} from '@siteninja/http';
import { readConfig, type Schema } from '@siteninja/schema';
import { type ErrorRequestHandler, type Request, type Response } from 'express';
import { gatewayConfig, type GatewayConfig } from './config';
import { accessTokens, signingKeys } from './identity/access-tokens';
import { authenticator } from './identity/authenticate';
import { identityTokens, rememberGrants } from './identity/grants';
import { followRevocations, type Revocations } from './identity/revocations';
import { limitsBy } from './limits/rate-limits';
import { createProxy } from './proxy/proxy';
import { readDocument, routeTable } from './proxy/route-table';
import { patiently, watchUpstreams } from './proxy/upstreams';
import { beginRequests, countRequests, forwardRequests } from './request/api-requests';
import { type Exchanges } from './request/context';
import { securityHeaders } from './request/headers';
import { apiHosts } from './request/hosts';
import { mountOwnRoutes } from './routes/gateway-routes';
import { siteDelivery } from './sites/site-cache';
import { siteRequests } from './sites/site-requests';

/** What may be shared with the services of one process, and what tests put in its place. */
export interface Shared {
  cache?: Cache;
  redis?: Redis;
  log?: Logger;
  clock?: Clock;
}

/** A gateway that answers. */
export interface Gateway {
  port: number;
  /** Becomes unready, answers what is under way, and ends. */
  stop(): Promise<void>;
}

/**
 * The life of the gateway: configuration → connections → app → listening; `stop` drains.
 * @throws a sentence for whatever keeps it from starting
 */
export async function startGateway(env: NodeJS.ProcessEnv, shared: Shared): Promise<Gateway> {
  const config = readConfig(gatewayConfig, env);
  const log = shared.log ?? createLog(GATEWAY, config.LOG_LEVEL);
  const document = await readDocument(config.OPENAPI_FILE);
  const stores = await connectStores(config, shared, log);
  const parts = assemble(config, { ...stores, log, clock: shared.clock ?? systemClock });
  const { app, server } = createApp();
  // A client that neither sends nor reads for this long has gone.
  server.timeout = (config.PROXY_TIMEOUT + 60) * 1000;
  let draining = false;

  const requests = { ...parts, routes: routeTable(document) };
  app.use(beginRequests(requests), countRequests(requests), forwardRequests(requests));
  mountOwnRoutes(app, { ...parts, document, redisAnswers: stores.redisAnswers, draining: () => draining });
  app.use((request, response) => parts.sendError(notFound('route'), request, response));
  const failed: ErrorRequestHandler = (error, request, response, _next) =>
    parts.sendError(error, request, response);
  app.use(failed);

  // Pages in memory are answered before Express has seen the request.
  server.removeListener('request', app);
  server.on('request', (request, response) => {
    if (!parts.siteRequests.serveRemembered(request, response)) app(request, response);
  });
  const { port, drain } = await listen(server, config.HOST, config.PORT);
  log.info('listening', { port });
  return {
    port,
    stop: async () => {
      draining = true;
      await drain();
      await Promise.all([parts.revocations.stop(), parts.upstreams.stop()]);
      parts.proxy.stop();
      await stores.close();
    },
  };
}

interface Stores {
  cache: Cache | undefined;
  redis: Redis | undefined;
  redisAnswers: (() => Promise<boolean>) | null;
  close(): Promise<void>;
}

/** @throws in production without Redis, where gateways would count and remember each for itself */
async function connectStores(config: GatewayConfig, shared: Shared, log: Logger): Promise<Stores> {
  const own = config.REDIS_URL && !shared.redis ? await connectRedis(config.REDIS_URL, log) : undefined;
  const redis = shared.redis ?? own;
  if (!redis && config.NODE_ENV === 'production' && !config.ALLOW_EMBEDDED) {
    throw new Error(
      'In production the gateway needs REDIS_URL, or ALLOW_EMBEDDED=1 where it is the only one.',
    );
  }
  const shares = redis ? redisCache(redis, log) : undefined;
  return {
    redis,
    cache: shared.cache ?? shares,
    redisAnswers: shares ? () => shares.healthy() : null,
    close: async () => {
      if (own) await shares?.close();
    },
  };
}

/** The gateway's own calls, which belong to no request. */
function callsFrom({ call }: ServiceClient) {
  const outside = { request: null };
  return {
    get: <T>(service: ServiceName, path: string, answer: Schema<T>): Promise<T> =>
      call(outside, service, { method: 'GET', path, answer }),
    post: <T>(service: ServiceName, path: string, body: unknown, answer: Schema<T>): Promise<T> =>
      call(outside, service, { method: 'POST', path, body, answer }),
  };
}

function assemble(
  config: GatewayConfig,
  { redis, cache, log, clock }: Pick<Stores, 'redis' | 'cache'> & { log: Logger; clock: Clock },
) {
  const exchanges: Exchanges = new WeakMap();
  const security = securityHeaders(config);
  const key = privateKeyFrom(config.SIGNING_KEY);
  const upstreams = watchUpstreams((service) => targetsOf(config, service), log);
  const { get, post } = callsFrom(serviceClient(GATEWAY, key, (service) => upstreams.urls(service)));

  const sites = siteDelivery({ cache, security, ask: (path, answer) => get('content', path, answer) });
  // Each needs the other: what is revoked is forgotten, and what is remembered asks whether that is known.
  const follower: { revocations?: Revocations } = {};
  const grants = rememberGrants(
    (body, answer) =>
      patiently(upstreams, 'identity', () => post('identity', '/internal/grants', body, answer)),
    () => follower.revocations?.isCurrent() ?? false,
  );
  const forget = (what: string): void => {
    grants.forget(what);
    if (what.startsWith('site:')) sites.forget(what.slice('site:'.length));
  };
  const revocations = followRevocations((path, answer) => get('identity', path, answer), forget, log);
  follower.revocations = revocations;

  const keys = signingKeys(() => upstreams.urls('identity'), key, log);
  const answerError = (error: unknown, request: Request, response: Response): void =>
    sendError(error, request, response, log);
  const proxy = createProxy({
    config,
    upstreams,
    tokenFor: identityTokens(key),
    invalidate: (all) => all.forEach(forget),
    sendError: answerError,
    log,
  });
  const limits = limitsBy(config, redis ? redisRateStore(redis, log) : memoryRateStore(), exchanges);
  return {
    config,
    exchanges,
    security,
    upstreams,
    revocations,
    proxy,
    limits,
    isApiHost: apiHosts(config),
    authenticator: authenticator(accessTokens(keys, clock), grants),
    siteRequests: siteRequests({ config, sites, limits, proxy, security, log }),
    sendError: answerError,
  };
}
