import { type RedisClientType } from 'redis';
import { type Cache } from './cache';
import { type Logger } from './log';
import { inTime, isOverWithin } from './waiting';

export type Redis = RedisClientType;

/** Milliseconds that a starting process waits for Redis before it goes on without. */
const FIRST_CONNECTION = 2_000;

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
  await isOverWithin(
    FIRST_CONNECTION,
    first.catch(() => undefined),
  );
  return client;
}

/** Milliseconds. The client's own timeout ends when a command is sent, and a stopped Redis answers none. */
const CACHE_DEADLINE = 500;

/** The shared cache on Redis. A Redis that is away makes every look-up a miss and fails nothing. */
export function redisCache(client: Redis, log: Logger): Cache {
  const quietly = async <T>(command: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await inTime(command(), CACHE_DEADLINE, () => new Error('Redis took too long'));
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
