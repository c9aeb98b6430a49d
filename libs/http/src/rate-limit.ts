import { inTime, type Logger, type Redis } from '@siteninja/core';
import { type RedisReply, RedisStore } from 'rate-limit-redis';

/** How often something was done in its window, this time included. */
export interface Hit {
  count: number;
  /** Until the window ends and the count starts again. */
  resetSeconds: number;
}

/** Counts by key. The first hit of a key opens its window. */
export interface RateStore {
  hit(key: string, windowSeconds: number): Promise<Hit>;
}

const MOST_KEYS = 100_000;

/** The counter of one process; by itself for what is only ever counted there. */
export function localCounter(now: () => number = Date.now) {
  const windows = new Map<string, { count: number; endsAt: number }>();
  const makeRoom = (time: number): void => {
    for (const [key, { endsAt }] of windows) if (endsAt <= time) windows.delete(key);
    // All of them run: the oldest have the least left to run.
    for (const key of windows.keys()) {
      if (windows.size < MOST_KEYS * 0.9) return;
      windows.delete(key);
    }
  };
  return (key: string, windowSeconds: number): Hit => {
    const time = now();
    let window = windows.get(key);
    if (!window || window.endsAt <= time) {
      if (windows.size >= MOST_KEYS) makeRoom(time);
      window = { count: 0, endsAt: time + windowSeconds * 1000 };
      windows.delete(key);
      windows.set(key, window);
    }
    window.count += 1;
    return { count: window.count, resetSeconds: Math.ceil((window.endsAt - time) / 1000) };
  };
}

/** Counts of this process alone: for `npm start`, tests, and while Redis is away. */
export function memoryRateStore(now: () => number = Date.now): RateStore {
  const count = localCounter(now);
  return { hit: (key, windowSeconds) => Promise.resolve(count(key, windowSeconds)) };
}

/** Milliseconds. Longer than that no request waits to be counted. */
const DEADLINE = 500;
/** Milliseconds between two tries while Redis is away. */
const RETRY = 1_000;

/**
 * Counts that all processes share, by one Lua call a hit. While Redis is away, or slow, each process counts
 * for itself, so nothing waits, nothing fails and logins stay limited; once a second one hit tries again.
 */
export function redisRateStore(redis: Redis, log: Logger): RateStore {
  return withFallback(sharedRateStore(redis), memoryRateStore(), log);
}

function sharedRateStore(redis: Redis): RateStore {
  const scripts = new Map<number, RedisStore>();
  const scriptFor = (windowSeconds: number): RedisStore => {
    const known = scripts.get(windowSeconds);
    if (known) return known;
    // Without its own timeout: that costs more than the call itself, and there is one below.
    const sendCommand = (...args: string[]) => redis.sendCommand<RedisReply>(args, { timeout: 0 });
    const store = new RedisStore({ prefix: 'rate:', sendCommand });
    store.windowMs = windowSeconds * 1000;
    store.incrementScriptSha = store.loadIncrementScript();
    // It is awaited by each hit; this keeps a refusal before that from being an unhandled one.
    store.incrementScriptSha.catch(() => undefined);
    scripts.set(windowSeconds, store);
    return store;
  };
  return {
    hit: async (key, windowSeconds) => {
      try {
        const { totalHits, resetTime } = await scriptFor(windowSeconds).increment(key);
        const left = (resetTime?.getTime() ?? Date.now()) - Date.now();
        return { count: totalHits, resetSeconds: Math.max(Math.ceil(left / 1000), 0) };
      } catch (error) {
        // RedisStore would hold on to the script that it failed to load, and fail for ever.
        scripts.delete(windowSeconds);
        throw error;
      }
    },
  };
}

/** Uses `first` while it answers in time, else `second`; tries `first` again once a second. */
export function withFallback(first: RateStore, second: RateStore, log: Logger): RateStore {
  let retryAt = 0;
  return {
    hit: async (key, windowSeconds) => {
      if (retryAt > 0) {
        if (Date.now() < retryAt) return second.hit(key, windowSeconds);
        retryAt = Date.now() + RETRY;
      }
      try {
        const late = () => new Error('the rate store took too long');
        const hit = await inTime(first.hit(key, windowSeconds), DEADLINE, late);
        if (retryAt > 0) log.info('rates are counted together again');
        retryAt = 0;
        return hit;
      } catch (error) {
        if (retryAt === 0) log.warn('rates are counted by each process for itself', { error });
        retryAt = Date.now() + RETRY;
        return second.hit(key, windowSeconds);
      }
    },
  };
}
