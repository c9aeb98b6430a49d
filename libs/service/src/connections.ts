import { type Cache, connectRedis, type Logger, memoryCache, type Redis, redisCache } from '@siteninja/core';
import { type Bus, connectAmqpBus, eventCollections } from '@siteninja/events';
import { jobCollections } from '@siteninja/jobs';
import { type CollectionDefinition, connectMongo, prepareCollections } from '@siteninja/mongo';
import { type ServiceConfig } from './service-config';
import { type Connection } from 'mongoose';
import { type SharedPorts } from './definition';

/** What a service is connected to. What it was lent stays open when it lets go. */
export interface Connections {
  db: Connection;
  redis: Redis | undefined;
  cache: Cache;
  /** Null without a broker: what happens here waits in the outbox, and readiness says so. */
  bus: Bus | null;
  close(): Promise<void>;
}

/**
 * Opens all of them, or none.
 * @throws a sentence for what is missing or does not answer
 */
export async function openConnections(
  service: { name: string; collections: readonly CollectionDefinition[] },
  config: ServiceConfig,
  shared: SharedPorts,
  log: Logger,
): Promise<Connections> {
  const open: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const letGo of open.splice(0).reverse()) await letGo();
  };
  try {
    const db = await connectMongo(
      config.MONGODB_URI,
      config.MONGODB_DATABASE ?? `siteninja_${service.name}`,
      log,
    );
    open.push(() => db.close());
    await prepareCollections(db, [...eventCollections, ...jobCollections, ...service.collections]);
    const redis = config.REDIS_URL === undefined ? undefined : await connectRedis(config.REDIS_URL, log);
    if (redis) open.push(() => Promise.resolve(redis.destroy()));
    const cache = shared.cache ?? (redis ? redisCache(redis, log) : memoryCache());
    if (cache.kind === 'memory') refuseEmbedded(config, 'REDIS_URL');
    const bus = shared.bus ?? (await openBus(config, log));
    if (bus && !shared.bus) open.push(() => bus.close());
    if (bus?.kind !== 'amqp') refuseEmbedded(config, 'RABBITMQ_URL');
    return { db, redis, cache, bus, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openBus(config: ServiceConfig, log: Logger): Promise<Bus | null> {
  const { RABBITMQ_URL: url, RABBITMQ_PREFIX: prefix, RABBITMQ_EXPIRES_SECONDS: expires, NODE_ENV } = config;
  if (url === undefined) return null;
  if (expires !== undefined && NODE_ENV === 'production') {
    throw new Error('RABBITMQ_EXPIRES_SECONDS is for tests: in production no queue may delete itself.');
  }
  return connectAmqpBus(url, {
    log,
    ...(prefix === undefined ? {} : { prefix }),
    ...(expires === undefined ? {} : { expiresMs: expires * 1_000 }),
  });
}

/** @throws in production, unless it is allowed */
function refuseEmbedded(config: ServiceConfig, missing: string): void {
  if (config.NODE_ENV !== 'production' || config.ALLOW_EMBEDDED) return;
  throw new Error(`${missing} is required in production (or ALLOW_EMBEDDED=1, for one process alone).`);
}
