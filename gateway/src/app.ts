import { type Server } from 'node:http';
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
import { createApp, createRegistry, listen } from '@siteninja/http';
import { readConfig } from '@siteninja/schema';
import { type ErrorRequestHandler, type Express } from 'express';
import { requestHandler } from './api-requests';
import { assemble } from './assemble';
import { gatewayConfig, type GatewayConfig } from './config';
import { loadShedding } from './load-shedding';
import { mountUpstreams, serveMetrics } from './metrics';
import { createRouteTable, readDocument } from './proxy/route-table';
import { limitConnections } from './proxy/connections';
import { type Lookup } from './proxy/targets';
import { toOriginForm } from './request/paths';
import { answerRefusedByNode } from './request/refused-by-node';
import { mountGatewayRoutes } from './routes/gateway-routes';
import { chooseCertificate } from './tls/handshake';

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
  /** Where it ends TLS itself; null where no such port is set. */
  tlsPort: number | null;
  /** Where Prometheus asks; null where no such port is set. */
  metricsPort: number | null;
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
  const registry = createRegistry(GATEWAY);
  const { clock = systemClock, lookup } = shared;
  const parts = assemble({ config, stores, log, clock, lookup, registry });
  const { app, server, withTls } = createApp({ maxHeaderBytes: MAX_HEADER_BYTES });
  const { TLS_PORT: tlsPort } = config;
  const tlsServer =
    tlsPort === undefined
      ? null
      : { server: withTls(chooseCertificate(parts.certificates, log)), port: tlsPort };
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

  serve(server, app, parts, config);
  if (tlsServer) serve(tlsServer.server, app, parts, config);
  mountUpstreams(registry, parts.upstreams);
  const metrics = await serveMetrics(registry, config);
  const { port, drain } = await listen(server, config.HOST, config.PORT);
  const tls = tlsServer && (await listen(tlsServer.server, config.HOST, tlsServer.port));
  log.info('listening', { port, ...(tls && { tlsPort: tls.port }) });
  return {
    port,
    tlsPort: tls?.port ?? null,
    metricsPort: metrics?.port ?? null,
    stop: async () => {
      draining = true;
      await Promise.all([drain(), tls?.drain(), metrics?.drain()]);
      await Promise.all([parts.keyUsage.stop(), parts.quota.stop()]);
      await Promise.all([parts.revocations.stop(), parts.upstreams.stop()]);
      parts.proxy.stop();
      await stores.close();
    },
  };
}

/** Has a server answer requests, and bounds what its clients may do to it. */
function serve(
  server: Server,
  app: Express,
  parts: ReturnType<typeof assemble>,
  config: GatewayConfig,
): void {
  // Closes the connection of a client that neither sends nor reads for so long.
  server.timeout = (config.PROXY_TIMEOUT + 60) * 1000;
  limitConnections(server, config, parts.onShed);
  answerRefusedByNode(server, parts);
  const shed = loadShedding({ ...parts, config });
  // What has to cost little is answered without Express: cached pages, and requests that there is no capacity for.
  server.removeListener('request', app);
  server.on('request', (request, response) => {
    toOriginForm(request);
    if (parts.siteRequests.serveCached(request, response) || shed(request, response)) return;
    app(request, response);
  });
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
