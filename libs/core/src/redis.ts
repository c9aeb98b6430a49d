import { type RedisClientType } from 'redis';
import { type Cache } from './cache';
import { type Logger } from './log';

export type Redis = RedisClientType;

/**
 * A connected Redis client. While Redis is away its commands fail at once instead of waiting, and it
 * connects again by itself; `redis` is loaded here, because a process without REDIS_URL does not need it.
 */
export async function connectRedis(url: string, log: Logger): Promise<Redis> {
  const { createClient } = await import('redis');
  const client: Redis = createClient({
    url,
    disableOfflineQueue: true,
    commandOptions: { timeout: 1_000 },
    socket: { connectTimeout: 2_000, reconnectStrategy: (tries) => Math.min(50 * 2 ** tries, 2_000) },
  });
  // Without a listener the first lost connection would end the process.
  client.on('error', (error: Error) => log.warn('Redis is away', { reason: error.message }));
  const first = client.connect();
  await Promise.race([first.catch(() => undefined), new Promise((go) => setTimeout(go, 2_000).unref())]);
  first.catch(() => undefined);
  return client;
}

/** Milliseconds. The client's own timeout ends when a command is sent, and a stopped Redis answers none. */
const CACHE_DEADLINE = 500;

async function inTime<T>(command: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Redis took too long')), CACHE_DEADLINE);
  });
  try {
    return await Promise.race([command, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The shared cache on Redis. A Redis that is away makes every look-up a miss and fails nothing. */
export function redisCache(client: Redis, log: Logger): Cache {
  const quietly = async <T>(command: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await inTime(command());
    } catch (error) {
      log.debug('cache command failed', { reason: error instanceof Error ? error.message : String(error) });
      return undefined;
    }
  };
  return {
    kind: 'redis',
    get: async (key) => (await quietly(() => client.get(key))) ?? undefined,
    set: async (key, value, lifetimeSeconds) => {
      await quietly(() => client.set(key, value, { EX: lifetimeSeconds }));
    },
    delete: async (...keys) => {
      if (keys.length > 0) await quietly(() => client.del(keys));
    },
    healthy: async () => (await quietly(() => client.ping())) === 'PONG',
    close: async () => {
      client.destroy();
      return Promise.resolve();
    },
  };
}
