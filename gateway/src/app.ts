import { type KeyObject } from 'node:crypto';
import { calls } from '@siteninja/contracts';
import {
  type Cache,
  type Clock,
  connectRedis,
  createLog,
  GATEWAY,
  type Logger,
  notFound,
  type Redis,
  redisCache,
  systemClock,
} from '@siteninja/core';
import { createFontFiles } from '@siteninja/fonts';
import { createApp, listen, sendError, serviceClient, type ServiceClient, targetsOf } from '@siteninja/http';
import { readConfig } from '@siteninja/schema';
import { type ErrorRequestHandler, type Request, type Response } from 'express';
import { requestHandler } from './api-requests';
import { gatewayConfig, type GatewayConfig } from './config';
import { accessTokenVerifier } from './identity/access-tokens';
import { createAuthenticator } from './identity/authenticate';
import { cacheGrants } from './identity/grants';
import { anonymousIdentity, identitiesSignedBy } from './identity/identity';
import { collectKeyUsage } from './identity/key-usage';
import { cacheKeySet } from './identity/key-set';
import { followRevocations } from './identity/revocations';
import { createRateLimits } from './limits/rate-limits';
import { createProxy } from './proxy/proxy';
import { createRouteTable, readDocument } from './proxy/route-table';
import { limitConnections } from './proxy/connections';
import { type Lookup } from './proxy/targets';
import { createSlots } from './proxy/slots';
import { type Upstreams, watchUpstreams, withFailover } from './proxy/upstreams';
import { securityHeaders } from './request/headers';
import { apiHostMatcher } from './request/hosts';
import { toOriginForm } from './request/paths';
import { answerRefusedByNode } from './request/refused-by-node';
import { mountGatewayRoutes } from './routes/gateway-routes';
import { createSiteCache, type SiteCacheParts } from './sites/site-cache';
import { type FormParts } from './sites/site-forms';
import { createSiteRequests } from './sites/site-requests';

export { gatewayConfig } from './config';

/** What may be shared with the services of one process, and what tests put in its place. */
export interface Shared {
  cache?: Cache;
  redis?: Redis;
  log?: Logger;
  clock?: Clock;
  /** How host names of services are resolved. */
  lookup?: Lookup;
}

export interface Gateway {
  port: number;
  /** Becomes unready, finishes the requests in flight, and ends. */
  stop(): Promise<void>;
}

/** Less than what services take, because the gateway adds headers of its own. */
const MAX_HEADER_BYTES = 16 * 1024;

/**
 * The life of the gateway: configuration → connections → app → listening; `stop` drains.
 * @throws where it cannot start; the message is a sentence for the operator
 */
export async function startGateway(env: NodeJS.ProcessEnv, shared: Shared): Promise<Gateway> {
  const config = readConfig(gatewayConfig, env);
  const log = shared.log ?? createLog(GATEWAY, config.LOG_LEVEL);
  const document = await readDocument(config.OPENAPI_FILE);
  const stores = await connectStores(config, shared, log);
  const parts = assemble({ config, stores, log, clock: shared.clock ?? systemClock, lookup: shared.lookup });
  const { app, server } = createApp({ maxHeaderBytes: MAX_HEADER_BYTES });
  // Closes the connection of a client that neither sends nor reads for so long.
  server.timeout = (config.PROXY_TIMEOUT + 60) * 1000;
  limitConnections(server, config);
  answerRefusedByNode(server, parts);
  let draining = false;

  app.use(requestHandler({ ...parts, config, routes: createRouteTable(document) }));
  mountGatewayRoutes(app, {
    ...parts,
    document,
    redisAnswers: stores.redisAnswers,
    draining: () => draining,
  });
  app.use((request, response) => parts.sendError(notFound('route'), request, response));
  const onError: ErrorRequestHandler = (error, request, response, _next) =>
    parts.sendError(error, request, response);
  app.use(onError);

  // Cached pages are answered without Express, which would double their cost.
  server.removeListener('request', app);
  server.on('request', (request, response) => {
    toOriginForm(request);
    if (!parts.siteRequests.serveCached(request, response)) app(request, response);
  });
  const { port, drain } = await listen(server, config.HOST, config.PORT);
  log.info('listening', { port });
  return {
    port,
    stop: async () => {
      draining = true;
      await drain();
      await parts.keyUsage.stop();
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

/** @throws in production without Redis, where each gateway would count and cache for itself */
async function connectStores(config: GatewayConfig, shared: Shared, log: Logger): Promise<Stores> {
  const own = config.REDIS_URL && !shared.redis ? await connectRedis(config.REDIS_URL, log) : undefined;
  const redis = shared.redis ?? own;
  if (!redis && config.NODE_ENV === 'production' && !config.ALLOW_EMBEDDED) {
    throw new Error(
      'In production the gateway needs REDIS_URL, or ALLOW_EMBEDDED=1 where it is the only one.',
    );
  }
  const sharedCache = redis ? redisCache(redis, log) : undefined;
  return {
    redis,
    cache: shared.cache ?? sharedCache,
    redisAnswers: sharedCache ? () => sharedCache.healthy() : null,
    close: async () => {
      if (own) await sharedCache?.close();
    },
  };
}

/** The gateway's own calls belong to no request. */
const NO_REQUEST = { request: null };

interface Assembly {
  config: GatewayConfig;
  stores: Pick<Stores, 'redis' | 'cache'>;
  log: Logger;
  clock: Clock;
  lookup: Lookup | undefined;
}

function assemble({ config, stores, log, clock, lookup }: Assembly) {
  const security = securityHeaders(config);
  const upstreams = watchUpstreams((service) => targetsOf(config, service), log, lookup);
  const key = config.SIGNING_KEY;
  const services = serviceClient(GATEWAY, key, (service) => upstreams.urls(service));

  const siteCalls = siteCallsBy(services);
  const sites = createSiteCache({ ...siteCalls, shared: stores.cache, security, clock });
  const evict = (tag: string): void => {
    grants.evict(tag);
    if (tag.startsWith('site:')) sites.evict(tag.slice('site:'.length));
  };
  const { authenticator, grants, keyUsage, revocations } = assembleIdentity({
    services,
    upstreams,
    key,
    evict,
    log,
    clock,
  });
  const send = (error: unknown, request: Request, response: Response): void =>
    sendError(error, request, response, log);
  const slots = createSlots(config);
  const proxy = createProxy({
    config,
    slots,
    upstreams,
    invalidate: (tags) => tags.forEach(evict),
    countUsage: (caller, request) => {
      if (caller.type === 'api_key') keyUsage.count({ apiKeyId: caller.apiKeyId, ...request });
    },
    sendError: send,
    log,
  });
  const limits = createRateLimits({ config, redis: stores.redis, clock, log });
  return {
    log,
    security,
    upstreams,
    revocations,
    keyUsage,
    proxy,
    limits,
    authenticator,
    isApiHost: apiHostMatcher(config),
    siteRequests: createSiteRequests({
      config,
      sites,
      fonts: createFontFiles(),
      limits,
      proxy,
      slots,
      submitForm: siteCalls.submitForm,
      security,
      log,
    }),
    sendError: send,
  };
}

function siteCallsBy(
  services: ServiceClient,
): Pick<SiteCacheParts, 'askHost' | 'askAnswer'> & Pick<FormParts, 'submitForm'> {
  return {
    askHost: (host) => services.call(NO_REQUEST, calls.getSiteHost, { query: { host } }),
    askAnswer: (query) => services.call(NO_REQUEST, calls.getSiteAnswer, { query }),
    submitForm: ({ requestId: id, address: ipAddress }, formId, body) => {
      const request = { id, ipAddress, userAgent: body.userAgent, ifMatch: null };
      return services.call({ request }, calls.submitSiteForm, { params: { formId }, body });
    },
  };
}

interface IdentityAssembly extends Pick<Assembly, 'log' | 'clock'> {
  services: ServiceClient;
  upstreams: Upstreams;
  key: KeyObject;
  evict(tag: string): void;
}

/** Of revocations that withdraw a key of access tokens. */
const SIGNING_KEY = 'signing_key:';

function assembleIdentity({ services, upstreams, key, evict, log, clock }: IdentityAssembly) {
  const newIdentity = identitiesSignedBy(key);
  const anonymous = anonymousIdentity(newIdentity);
  const keys = cacheKeySet({
    targets: () => upstreams.urls('identity'),
    identityToken: () => anonymous.tokenFor('identity'),
    clock,
    log,
  });
  const revocations = followRevocations({
    pull: (query) => services.call(NO_REQUEST, calls.listRevocations, { query }),
    evict: (tag) => {
      if (tag.startsWith(SIGNING_KEY)) keys.withdraw(tag.slice(SIGNING_KEY.length));
      else evict(tag);
    },
    clock,
    log,
  });
  const grants = cacheGrants({
    ask: (body) =>
      withFailover(upstreams, 'identity', () => services.call(NO_REQUEST, calls.getGrants, { body })),
    isCurrent: () => revocations.isCurrent(),
    newIdentity,
    clock,
  });
  const authenticator = createAuthenticator(accessTokenVerifier(keys, clock), grants, newIdentity);
  const keyUsage = collectKeyUsage({
    send: (body) => services.call(NO_REQUEST, calls.countKeyUsage, { body }),
    clock,
    log,
  });
  return { authenticator, grants, keyUsage, revocations };
}
