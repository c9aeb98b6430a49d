import { type RedisClientType } from 'redis';
import { type Cache } from './cache';
import { type Logger } from './log';
import { inTime, isOverWithin } from './waiting';

export type Redis = RedisClientType;

/** How long a starting process waits for Redis before it goes on without. */
const FIRST_CONNECTION_TIMEOUT_MS = 2_000;

/**
 * A connected Redis client. While Redis is unavailable its commands fail at once, and it reconnects by itself.
 * The package `redis` is loaded here, as a process without REDIS_URL does not need it.
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
  client.on('error', (error: Error) => log.warn('Redis is unavailable', { reason: error.message }));
  const first = client.connect();
  await isOverWithin(
    FIRST_CONNECTION_TIMEOUT_MS,
    first.catch(() => undefined),
  );
  return client;
}

/** The client's own timeout ends when a command is sent, and a stopped Redis answers none. */
const COMMAND_TIMEOUT_MS = 500;

/** Looked through by one command: enough to be done soon, and few enough to hold nobody up. */
const KEYS_A_SCAN = 1_000;

/** The shared cache on Redis. While Redis is unavailable every look-up is a miss, and nothing fails. */
export function redisCache(client: Redis, log: Logger): Cache {
  const quietly = async <T>(command: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await inTime(command(), COMMAND_TIMEOUT_MS, () => new Error('Redis took too long'));
    } catch (error) {
      log.debug('cache command failed', { reason: error instanceof Error ? error.message : String(error) });
      return undefined;
    }
  };
  return {
    kind: 'redis',
    get: async (key) => (await quietly(() => client.get(key))) ?? undefined,
    set: async (key, value, ttlSeconds) => {
      await quietly(() => client.set(key, value, { EX: ttlSeconds }));
    },
    delete: async (...keys) => {
      if (keys.length > 0) await quietly(() => client.del(keys));
    },
    deleteByPrefix: async (prefix) => {
      const match = `${prefix.replace(/[*?[\]\\^]/g, '\\$&')}*`;
      for await (const keys of client.scanIterator({ MATCH: match, COUNT: KEYS_A_SCAN })) {
        if (keys.length > 0) await client.unlink(keys);
      }
    },
    healthy: async () => (await quietly(() => client.ping())) === 'PONG',
    close: async () => {
      client.destroy();
      return Promise.resolve();
    },
  };
}
