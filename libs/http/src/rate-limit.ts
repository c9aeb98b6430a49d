import { type Clock, inTime, type Logger, type Redis } from '@siteninja/core';
import { ipKeyGenerator } from 'express-rate-limit';
import { LRUCache } from 'lru-cache';
import { type RedisReply, RedisStore } from 'rate-limit-redis';

/** How often a key was counted in its window, this time included. */
export interface Hit {
  totalHits: number;
  /** When the window ends and the count starts again. */
  resetTime: Date;
}

/** Counts by key, in windows that begin with a key's first hit. It is what express-rate-limit needs of a store. */
export interface RateStore {
  increment(key: string): Promise<Hit>;
}

/** For `X-RateLimit-Reset` and `Retry-After`. */
export function secondsUntilReset({ resetTime }: Pick<Hit, 'resetTime'>, clock: Clock): number {
  return Math.max(Math.ceil((resetTime.getTime() - clock.now().getTime()) / 1000), 0);
}

/** Null while a hit is within the limit, which `scale` multiplies; else the seconds until it may be tried again. */
export function secondsOverLimit(
  hit: Hit,
  { limit, scale }: { limit: number; scale: number },
  clock: Clock,
): number | null {
  return hit.totalHits <= Math.max(1, limit * scale) ? null : secondsUntilReset(hit, clock);
}

/** IPv6 clients are rate limited by /56: providers give a customer so many networks to choose addresses from. */
const IPV6_PREFIX_BITS = 56;

/** What the requests of an IP address are counted under. */
export function addressKey(address: string): string {
  return address.includes(':') ? ipKeyGenerator(address, IPV6_PREFIX_BITS) : address;
}

export interface RateStoreOptions {
  windowMs: number;
  clock: Clock;
  log: Logger;
  redis: Redis | undefined;
}

/** Counts that all processes share through Redis; without Redis those of this process alone. */
export function createRateStore({ windowMs, clock, log, redis }: RateStoreOptions): RateStore {
  const local = memoryRateStore(windowMs, clock);
  return redis ? withFallback(redisRateStore(windowMs, redis), local, { clock, log }) : local;
}

const MAX_KEYS = 100_000;

/** Counts of this process alone, without a promise: for paths that are too hot for one. */
export function windowCounter(windowMs: number, clock: Clock): (key: string) => Hit {
  // Bounded by size and not by `max`, which would allocate the memory for all keys at once.
  const windows = new LRUCache<string, Hit>({ maxSize: MAX_KEYS, sizeCalculation: () => 1 });
  return (key) => {
    const now = clock.now().getTime();
    let window = windows.get(key);
    if (!window || window.resetTime.getTime() <= now) {
      window = { totalHits: 0, resetTime: new Date(now + windowMs) };
      windows.set(key, window);
    }
    window.totalHits += 1;
    return { ...window };
  };
}

/**
 * In place of express-rate-limit's MemoryStore, which has no bound, so that an attacker could fill the memory with
 * keys, and knows no clock port.
 */
export function memoryRateStore(windowMs: number, clock: Clock): RateStore {
  const count = windowCounter(windowMs, clock);
  return { increment: (key) => Promise.resolve(count(key)) };
}

/** What is used of RedisStore: of express-rate-limit's options its `init` reads the window alone. */
interface WindowedStore {
  init(options: { windowMs: number }): Promise<void>;
  increment(key: string): Promise<{ totalHits: number; resetTime: Date | undefined }>;
}

/** rate-limit-redis: one Lua call a hit. */
function redisRateStore(windowMs: number, redis: Redis): RateStore {
  // Without the client's own timeout: it costs more than the call itself, and `withFallback` has one.
  const sendCommand = (...args: string[]) => redis.sendCommand<RedisReply>(args, { timeout: 0 });
  const store: WindowedStore = new RedisStore({ prefix: 'rate:', sendCommand });
  let loaded: Promise<void> | undefined;
  return {
    increment: async (key) => {
      try {
        await (loaded ??= store.init({ windowMs }));
        const { totalHits, resetTime } = await store.increment(key);
        return { totalHits, resetTime: resetTime ?? new Date() };
      } catch (error) {
        // RedisStore never loads its scripts again by itself where loading has failed.
        loaded = undefined;
        throw error;
      }
    },
  };
}

const SHARED_TIMEOUT_MS = 500;
const RETRY_INTERVAL_MS = 1_000;

/**
 * Uses `shared` while it answers in time, else `local`, so that without Redis no request waits or fails and logins
 * stay limited. While `shared` is down one hit a second tries it.
 */
export function withFallback(
  shared: RateStore,
  local: RateStore,
  { clock, log }: { clock: Clock; log: Logger },
): RateStore {
  let retryAt: number | undefined;
  const nextRetry = (): number => clock.monotonicMs() + RETRY_INTERVAL_MS;
  return {
    increment: async (key) => {
      if (retryAt !== undefined) {
        if (clock.monotonicMs() < retryAt) return local.increment(key);
        retryAt = nextRetry();
      }
      try {
        const timedOut = () => new Error('the shared rate store took too long');
        const hit = await inTime(shared.increment(key), SHARED_TIMEOUT_MS, timedOut);
        if (retryAt !== undefined) log.info('rates are counted together again');
        retryAt = undefined;
        return hit;
      } catch (error) {
        if (retryAt === undefined) log.warn('rates are counted by each process for itself', { error });
        retryAt = nextRetry();
        return local.increment(key);
      }
    },
  };
}
