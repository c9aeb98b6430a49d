import {
  type Cache,
  connectRedis,
  type Logger,
  memoryCache,
  memoryTenantCache,
  type Redis,
  redisCache,
  redisTenantCache,
  type TenantCache,
} from '@siteninja/core';
import { type Bus, connectAmqpBus, eventCollections } from '@siteninja/events';
import { jobCollections } from '@siteninja/jobs';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CollectionDefinition,
  connectMongo,
  missingCollections,
  prepareCollections,
} from '@siteninja/mongo';
import { type ServiceConfig } from './service-config';
import { type Connection } from 'mongoose';
import { type SharedPorts } from './definition';
import { idempotencyCollections } from './idempotency/collection';

/** How long a process that starts waits for who prepares the database. */
const PREPARED_WITHIN_MS = 60_000;
const ASK_AGAIN_MS = 500;

/** What a service is connected to. What it was lent stays open when it lets go. */
export interface Connections {
  db: Connection;
  redis: Redis | undefined;
  cache: Cache;
  /** Absent where no route of the service has its answers kept, or its processes share nothing to keep them in. */
  tenantCache: TenantCache | undefined;
  /** Null without a broker: what happens here waits in the outbox, and readiness says so. */
  bus: Bus | null;
  close(): Promise<void>;
}

/**
 * Opens all of them, or none.
 * @throws a sentence for what is missing or does not answer
 */
export async function openConnections(
  service: { name: string; collections: readonly CollectionDefinition[]; keepsAnswers: boolean },
  config: ServiceConfig,
  shared: SharedPorts,
  log: Logger,
): Promise<Connections> {
  const open: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const letGo of open.splice(0).reverse()) await letGo();
  };
  refuseEmbedded(config, shared);
  try {
    const database = config.MONGODB_DATABASE ?? `siteninja_${service.name}`;
    const db = await connectMongo(config.MONGODB_URI, database, log).catch((error: unknown) => {
      throw new Error(`There is no database at the address in MONGODB_URI: ${reasonOf(error)}`);
    });
    open.push(() => db.close());
    const common = [...eventCollections, ...jobCollections, ...idempotencyCollections];
    const collections = [...common, ...service.collections];
    if (config.PREPARE_DATABASE) await prepareCollections(db, collections);
    else await waitForCollections(db, collections, log);
    const redis = config.REDIS_URL === undefined ? undefined : await connectRedis(config.REDIS_URL, log);
    if (redis) open.push(() => Promise.resolve(redis.destroy()));
    const cache = shared.cache ?? (redis ? redisCache(redis, log) : memoryCache());
    const tenantCache = service.keepsAnswers
      ? await openTenantCache(service.name, { redis, shared, log })
      : undefined;
    if (tenantCache) open.push(() => Promise.resolve(tenantCache.close()));
    const bus = shared.bus ?? (await openBus(config, log));
    if (bus && !shared.bus) open.push(() => bus.close());
    return { db, redis, cache, tenantCache, bus, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** In memory only where the process is known to be the only one, as it was lent a cache in memory. */
function openTenantCache(
  service: string,
  { redis, shared, log }: { redis: Redis | undefined; shared: SharedPorts; log: Logger },
): Promise<TenantCache> | TenantCache | undefined {
  if (redis) return redisTenantCache(redis, service, log);
  return shared.cache?.kind === 'memory' ? memoryTenantCache(shared.clock) : undefined;
}

/** Somebody else prepares the database, perhaps at this moment. */
async function waitForCollections(
  db: Connection,
  collections: readonly CollectionDefinition[],
  log: Logger,
): Promise<void> {
  const deadline = performance.now() + PREPARED_WITHIN_MS;
  let missing = await missingCollections(db, collections);
  if (missing.length > 0) log.info('waiting for the database to be prepared', { missing: missing.length });
  while (missing.length > 0) {
    if (performance.now() > deadline) {
      throw new Error(
        `The database lacks ${missing.join(', ')}. Start the service with the argument \`prepare\`, which makes them and ends, or without PREPARE_DATABASE=false.`,
      );
    }
    await sleep(ASK_AGAIN_MS);
    missing = await missingCollections(db, collections);
  }
}

async function openBus(config: ServiceConfig, log: Logger): Promise<Bus | null> {
  const { RABBITMQ_URL: url, RABBITMQ_PREFIX: prefix, RABBITMQ_EXPIRES_SECONDS: expires } = config;
  if (url === undefined) return null;
  return connectAmqpBus(url, {
    log,
    ...(prefix === undefined ? {} : { prefix }),
    ...(expires === undefined ? {} : { expiresMs: expires * 1_000 }),
  });
}

/** @throws in production, one sentence for everything that is missing or not for there */
function refuseEmbedded(config: ServiceConfig, shared: SharedPorts): void {
  if (config.NODE_ENV !== 'production') return;
  const inProcess = {
    REDIS_URL: config.REDIS_URL === undefined && (shared.cache?.kind ?? 'memory') === 'memory',
    RABBITMQ_URL: config.RABBITMQ_URL === undefined && shared.bus?.kind !== 'amqp',
  };
  const missing = Object.entries(inProcess)
    .filter(([, isMissing]) => isMissing && !config.ALLOW_EMBEDDED)
    .map(([name]) => `  ${name} is required in production (or ALLOW_EMBEDDED=1, for one process alone)`);
  const forTests =
    config.RABBITMQ_EXPIRES_SECONDS === undefined
      ? []
      : ['  RABBITMQ_EXPIRES_SECONDS is for tests: in production no queue may delete itself'];
  const wrong = [...missing, ...forTests];
  if (wrong.length > 0) throw new Error(`The configuration is not valid:\n${wrong.join('\n')}`);
}

/** Why the driver found no database; other errors of it may quote the address, which holds a password. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  // It names host and port, and no more.
  if (error.name.endsWith('ServerSelectionError')) return error.message;
  return 'codeName' in error && typeof error.codeName === 'string' ? error.codeName : error.name;
}
