import { createLog, DomainError, type Logger, SYSTEM, systemClock } from '@siteninja/core';
import { DeadLetterMonitor, startConsumers, startRelay } from '@siteninja/events';
import {
  type Check,
  callMetrics,
  createApp,
  createRegistry,
  authenticate,
  listen,
  mountHealth,
  mountMetrics,
  mountRoutes,
  type Pipeline,
  requestMetrics,
  sendError,
  serviceClient,
  targetsOf,
} from '@siteninja/http';
import { startJobWorker } from '@siteninja/jobs';
import { type Fields, readConfig, type InferFields } from '@siteninja/schema';
import { type ServiceConfig, serviceConfig } from './service-config';
import { type ErrorRequestHandler, type Express } from 'express';
import { type Connections, openConnections } from './connections';
import { erasureOf } from './erasure/erase-tenant';
import { databaseKeys } from './idempotency/idempotency-keys';
import { type ServiceCtx, type ServiceDefinition, type SharedPorts } from './definition';
import { type Backlogs, mountBacklogs, workMetrics } from './metrics';
import { type Registry } from 'prom-client';

/** A job that has been due for longer shows in readiness as a failure. */
const MAX_OVERDUE_SECONDS = 60;

/** A service that runs. */
export interface RunningService<C> {
  port: number;
  /** The service's own context, for what deploy/local and tests do in its name. */
  ctx: C;
  /** For who moves the clock: resolves when the jobs that are due by it have run. */
  runDueJobs(): Promise<void>;
  /** Answers what is under way, then lets go of everything; within `MAX_STOP_MS`. */
  stop(): Promise<void>;
}

/**
 * Starts a service: configuration → connections → ports → consumers and relay → routes → listen.
 * @throws a sentence for whatever is missing or wrong; nothing of it is then left open
 */
export async function startService<F extends Fields, P>(
  definition: ServiceDefinition<F, P>,
  env: NodeJS.ProcessEnv,
  shared: SharedPorts = {},
): Promise<RunningService<ServiceCtx<InferFields<F>, P>>> {
  const { basics, connections, ctx } = await openService(definition, env, shared);
  try {
    return await run(definition, basics, connections, ctx);
  } catch (error) {
    await connections.close();
    throw error;
  }
}

/**
 * Makes the collections, indexes and first data of a service, and lets go of everything again. Safe to run twice, and
 * beside processes that serve.
 * @throws as `startService` does
 */
export async function prepareService<F extends Fields, P>(
  definition: ServiceDefinition<F, P>,
  env: NodeJS.ProcessEnv,
  shared: SharedPorts = {},
): Promise<void> {
  const { connections, ctx } = await openService(definition, { ...env, PREPARE_DATABASE: 'true' }, shared);
  try {
    await definition.seed?.(ctx);
    ctx.log.info('prepared');
  } finally {
    await connections.close();
  }
}

/** Configuration → connections → ports. @throws a sentence; nothing is then left open */
async function openService<F extends Fields, P>(
  definition: ServiceDefinition<F, P>,
  env: NodeJS.ProcessEnv,
  shared: SharedPorts,
) {
  const config = readConfig(definition.config, env);
  const basics = readConfig(serviceConfig, env);
  const log = createLog(definition.name, basics.LOG_LEVEL);
  const registry = createRegistry(definition.name);
  const collections = definition.collections.map((collection) => collection.definition);
  const keepsAnswers = Object.values(definition.routes)
    .flat()
    .some(({ cached }) => cached);
  const service = { name: definition.name, collections, keepsAnswers };
  const connections = await openConnections(service, basics, shared, log);
  try {
    const { db, cache, tenantCache, redis } = connections;
    const services = serviceClient(
      definition.name,
      basics.SIGNING_KEY,
      (name) => targetsOf(basics, name),
      callMetrics(registry),
    );
    const own = await definition.ports(config, redis ? { ...shared, redis } : shared);
    const ports = { ...own, services, cache };
    const validateEvents = validatesContracts(basics);
    const clock = shared.clock ?? systemClock;
    const base = { config, ports, log, db, clock, validateEvents, ...(tenantCache ? { tenantCache } : {}) };
    const ctx = { ...base, caller: SYSTEM, tenantId: null, request: null, invalidate: () => undefined };
    return { basics, connections: { ...connections, registry }, ctx };
  } catch (error) {
    await connections.close();
    throw error;
  }
}

async function run<F extends Fields, P>(
  definition: ServiceDefinition<F, P>,
  config: ServiceConfig,
  connections: Connections & { registry: Registry },
  ctx: ServiceCtx<InferFields<F>, P>,
): Promise<RunningService<ServiceCtx<InferFields<F>, P>>> {
  const { name: service } = definition;
  const erasure = erasureOf(definition);
  const consumers = [...definition.consumers, erasure.consumer];
  const { bus, registry } = connections;
  const { log } = ctx;
  await definition.seed?.(ctx);
  const { onRun, onPublished, onOutcome } = workMetrics(registry);
  const jobs = await startJobWorker({ ctx, jobs: [...definition.jobs, erasure.job], onRun });
  const relay = startRelay({ service, ctx, bus, onPublished });
  const consuming =
    bus &&
    (await startConsumers({ service, consumers, bus, contextFor: () => ctx, log, onOutcome }).catch(
      async (error: unknown) => {
        await Promise.all([jobs.stop(), relay.stop()]);
        throw error;
      },
    ));
  let draining = false;
  const { app, server } = createApp();
  const now = (): number => ctx.clock.monotonicMs();
  const waiting = { relay, jobs, deadLetters: bus && new DeadLetterMonitor(bus, now) };
  mountHealth(app, checksOf(connections, waiting), () => draining, now);
  mountBacklogs(registry, waiting);
  mountMetrics(app, registry);
  app.use(requestMetrics(registry));
  mountRoutes(app, definition.routes, pipelineOf(service, config, ctx));
  answerErrors(app, log);
  const work = definition.startWork?.(ctx, registry);
  const stopWork = () => Promise.all([jobs.stop(), consuming?.close(), work?.stop()]);
  const letGo = async (): Promise<void> => {
    await relay.stop();
    await connections.close();
  };
  const listening = await listen(server, config.HOST, config.PORT).catch(async (error: unknown) => {
    await stopWork();
    await letGo();
    throw error;
  });
  log.info('listening', { port: listening.port });
  const stop = async (): Promise<void> => {
    draining = true;
    // Side by side: a process has few seconds to end, and other processes take the messages at once.
    await Promise.all([listening.drain(), stopWork()]);
    await letGo();
    log.info('stopped');
  };
  return { port: listening.port, ctx, runDueJobs: () => jobs.runDue(), stop };
}

function validatesContracts(config: ServiceConfig): boolean {
  return config.VALIDATE_RESPONSES ?? config.NODE_ENV !== 'production';
}

function pipelineOf<C extends ServiceCtx<unknown, unknown>>(
  name: string,
  config: ServiceConfig,
  base: C,
): Pipeline<C> {
  const identify = authenticate(name, config.TRUSTED_KEYS);
  return {
    authenticate: identify,
    contextFor: (facts) => ({ ...base, ...facts, log: base.log.child({ requestId: facts.request.id }) }),
    log: base.log,
    idempotencyKeys: databaseKeys(config.ENCRYPTION_KEY),
    validateResponses: validatesContracts(config),
  };
}

/** Readiness is asked for several times a second; a failing request notices a lost database before it does. */
const MEASURED_EVERY_MS = 4_000;

function checksOf({ db, bus, cache }: Connections, { relay, jobs, deadLetters }: Backlogs): Check[] {
  return [
    {
      name: 'mongodb',
      essential: true,
      freshForMs: MEASURED_EVERY_MS,
      run: async () => {
        await db.db?.command({ ping: 1 });
        return { ok: db.readyState === 1 };
      },
    },
    {
      name: 'broker',
      essential: false,
      freshForMs: MEASURED_EVERY_MS,
      run: async () => {
        const { connected, waiting, backlogSeconds } = await relay.facts();
        const where = bus ? bus.kind : 'none is configured';
        return {
          ok: connected,
          detail: `${where}; ${waiting} events wait, for ${Math.round(backlogSeconds)} s`,
        };
      },
    },
    ...(deadLetters ? [deadLettersCheck(deadLetters)] : []),
    {
      name: 'cache',
      essential: false,
      freshForMs: MEASURED_EVERY_MS,
      run: async () => ({ ok: await cache.healthy(), detail: cache.kind }),
    },
    { name: 'jobs', essential: false, freshForMs: MEASURED_EVERY_MS, run: () => jobsCheck(jobs) },
  ];
}

/** Messages that no consumer could handle stop nothing, but a person has to look at them. */
function deadLettersCheck(monitor: DeadLetterMonitor): Check {
  return {
    name: 'deadLetters',
    essential: false,
    freshForMs: MEASURED_EVERY_MS,
    run: async () => {
      const queues = await monitor.nonEmpty();
      const detail = queues.map(([name, count]) => `${count} in ${name}`).join(', ');
      return { ok: queues.length === 0, ...(detail === '' ? {} : { detail }) };
    },
  };
}

async function jobsCheck(jobs: Backlogs['jobs']): Promise<{ ok: boolean; detail: string }> {
  const { parked, overdueSeconds } = await jobs.facts();
  const kinds = parked.length === 0 ? '' : ` (${[...new Set(parked)].join(', ')})`;
  return {
    ok: parked.length === 0 && overdueSeconds < MAX_OVERDUE_SECONDS,
    detail: `${parked.length} parked${kinds}; the oldest that is due has waited ${Math.round(overdueSeconds)} s`,
  };
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
