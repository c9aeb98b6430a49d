import { env } from 'node:process';
import { type Redis } from '@siteninja/core';

export const TEST_REDIS_URL = env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379';

/** A client of the machine's Redis; undefined, and a word on standard error, where there is none. */
export async function redisForTest(): Promise<Redis | undefined> {
  // Most suites need no Redis, and requiring its client takes longer than many of them.
  const { createClient } = await import('redis');
  const client: Redis = createClient({
    url: TEST_REDIS_URL,
    disableOfflineQueue: true,
    socket: { connectTimeout: 1_000, reconnectStrategy: false },
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch {
    process.stderr.write('skipped: tests with Redis; start one, or set TEST_REDIS_URL\n');
    return undefined;
  }
}
