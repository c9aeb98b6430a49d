import { createPrivateKey } from 'node:crypto';
import {
  type Cache,
  type Caller,
  connectRedis,
  createLog,
  DomainError,
  type Logger,
  memoryCache,
  redisCache,
  systemClock,
} from '@siteninja/core';
import {
  type Bus,
  connectAmqpBus,
  eventCollections,
  type Relay,
  startConsumers,
  startRelay,
} from '@siteninja/events';
import { connectMongo, prepareCollections } from '@siteninja/mongo';
import { type ErrorRequestHandler, type Express } from 'express';
import { type Connection } from 'mongoose';
import { readConfig, readTrustedKeys, type ServiceConfig, serviceConfig, targetsOf } from './config';
import { type ServiceCtx, type ServiceDefinition, type SharedPorts } from './definition';
import { type Check, mountHealth } from './health';
import { identifier } from './identify';
import { startJobs } from './jobs';
import { type Pipeline, sendError } from './pipeline';
import { mountRoutes } from './router';
import { type Fields, type ShapeOf } from './schema';
import { createApp, listen } from './server';
import { serviceCalls } from './service-calls';

/** A service that runs. */
export interface RunningService<C> {
  port: number;
  /** The service's own context, for what deploy/local and tests do in its name. */
  ctx: C;
  /** Answers what is under way, then lets go of everything; within 10 s. */
  stop(): Promise<void>;
}

/**
 * Starts a service: configuration → database → ports → consumers and relay → routes → listen.
 * @throws a sentence for whatever is missing or wrong
 */
export async function startService<F extends Fields, P>(
  definition: ServiceDefinition<F, P>,
  env: NodeJS.ProcessEnv,
  shared: SharedPorts = {},
): Promise<RunningService<ServiceCtx<ShapeOf<F>, P>>> {
  const basics = readConfig(serviceConfig, env);
  const log = createLog(definition.name, basics.LOG_LEVEL);
  const db = await openDatabase(definition, basics, log);
  const cache = await openCache(basics, shared, log);
  const bus = await openBus(basics, shared, log);
  const ctx = await contextOf(definition, env, { basics, log, db, cache, shared });
  await definition.seed?.(ctx);
  const relay = startRelay({ ctx, bus });
  const { name: service, consumers } = definition;
  const consuming = bus && (await startConsumers({ service, consumers, bus, contextFor: () => ctx, log }));
  const jobs = startJobs(definition.jobs, ctx);
  let draining = false;
  const { app, server } = createApp();
  mountHealth(app, checksOf({ db, bus, relay, cache }), () => draining);
  mountRoutes(app, definition, pipelineOf(service, basics, ctx));
  answerErrors(app, log);
  const listening = await listen(server, basics.HOST, basics.PORT);
  log.info('listening', { port: listening.port });
  const stop = async (): Promise<void> => {
    draining = true;
    await listening.drain();
    await Promise.all([jobs.stop(), consuming?.close()]);
    await relay.stop();
    if (!shared.bus) await bus?.close();
    if (!shared.cache) await cache.close();
    await db.close();
    log.info('stopped');
  };
  return { port: listening.port, ctx, stop };
}

interface Opened {
  basics: ServiceConfig;
  log: Logger;
  db: Connection;
  cache: Cache;
  shared: SharedPorts;
}

/** The service's own context, which every request's, event's and job's is made from. */
async function contextOf<F extends Fields, P>(
  definition: ServiceDefinition<F, P>,
  env: NodeJS.ProcessEnv,
  { basics, log, db, cache, shared }: Opened,
): Promise<ServiceCtx<ShapeOf<F>, P>> {
  const config = readConfig(definition.config, env);
  const services = serviceCalls(definition.name, privateKey(basics), (name) => targetsOf(basics, name));
  const ports = { ...(await definition.ports(config, shared)), services, cache };
  const clock = shared.clock ?? systemClock;
  const base = { config, ports, log, db, clock };
  return { ...base, caller: SYSTEM, tenantId: null, request: null, invalidate: () => undefined };
}

async function openDatabase<F extends Fields, P>(
  definition: ServiceDefinition<F, P>,
  config: ServiceConfig,
  log: Logger,
): Promise<Connection> {
  const name = config.MONGODB_DATABASE ?? `siteninja_${definition.name}`;
  const db = await connectMongo(config.MONGODB_URI, name, log);
  const own = definition.collections.map((collection) => collection.definition);
  await prepareCollections(db, [...eventCollections, ...own]);
  return db;
}

const SYSTEM: Caller = { type: 'system', isSuperAdmin: false, tenant: null, permissions: new Set() };

function privateKey(config: ServiceConfig) {
  return createPrivateKey({ key: JSON.parse(config.SIGNING_KEY), format: 'jwk' });
}

function refuseEmbedded(config: ServiceConfig, what: string): void {
  if (config.NODE_ENV === 'production' && !config.ALLOW_EMBEDDED) {
    throw new Error(`${what} is required in production (or ALLOW_EMBEDDED=1, for one process alone).`);
  }
}

async function openCache(config: ServiceConfig, shared: SharedPorts, log: Logger): Promise<Cache> {
  if (shared.cache) return shared.cache;
  if (config.REDIS_URL !== undefined) return redisCache(await connectRedis(config.REDIS_URL, log), log);
  refuseEmbedded(config, 'REDIS_URL');
  return memoryCache();
}

/** Null without a broker: what happens here waits in the outbox, and readiness says so. */
async function openBus(config: ServiceConfig, shared: SharedPorts, log: Logger): Promise<Bus | null> {
  if (shared.bus) return shared.bus;
  const { RABBITMQ_URL: url, RABBITMQ_PREFIX: prefix } = config;
  if (url !== undefined) return connectAmqpBus(url, { log, ...(prefix === undefined ? {} : { prefix }) });
  refuseEmbedded(config, 'RABBITMQ_URL');
  return null;
}

function pipelineOf<C extends ServiceCtx<unknown, unknown>>(
  name: string,
  config: ServiceConfig,
  base: C,
): Pipeline<C> {
  const identify = identifier(name, readTrustedKeys(config.TRUSTED_KEYS));
  return {
    identify,
    contextFor: (facts) => ({ ...base, ...facts }),
    log: base.log,
    checkAnswers: config.CHECK_ANSWERS ?? config.NODE_ENV !== 'production',
  };
}

interface Dependencies {
  db: Connection;
  bus: Bus | null;
  relay: Relay;
  cache: Cache;
}

function checksOf({ db, bus, relay, cache }: Dependencies): Check[] {
  return [
    {
      name: 'mongodb',
      essential: true,
      run: async () => {
        await db.db?.command({ ping: 1 }, { timeoutMS: 1_500 });
        return { ok: db.readyState === 1 };
      },
    },
    {
      name: 'broker',
      essential: false,
      run: async () => {
        const { connected, waiting, backlogSeconds } = await relay.facts();
        const where = bus ? bus.kind : 'none is configured';
        return {
          ok: connected,
          detail: `${where}; ${waiting} events wait, for ${Math.round(backlogSeconds)} s`,
        };
      },
    },
    {
      name: 'cache',
      essential: false,
      run: async () => ({ ok: await cache.healthy(), detail: cache.kind }),
    },
  ];
}

/** What Express itself refuses, such as a path that is no valid percent-encoding. */
function answerErrors(app: Express, log: Logger): void {
  const handler: ErrorRequestHandler = (error, request, response, _next) => {
    const malformed = error instanceof URIError;
    const known = malformed
      ? new DomainError('malformed', 'request.malformed_path', 'The path is malformed.')
      : error;
    sendError(known, request, response, log);
  };
  app.use(handler);
}

/** What a service's main.ts calls: starts it, and stops it on SIGTERM and SIGINT. */
export async function runService<F extends Fields, P>(
  definition: ServiceDefinition<F, P>,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  try {
    const running = await startService(definition, env);
    const stop = (): void => {
      running.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  } catch (error) {
    process.stderr.write(`${definition.name}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
