import { LRUCache } from 'lru-cache';
import { type Clock, systemClock } from './clock';

/** A store of text that all processes share. Everything in it can be made again. */
export interface Cache {
  readonly kind: 'redis' | 'memory';
  /** Undefined where there is no value, and where the store does not answer. */
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string, ttlSeconds: number): Promise<void>;
  delete(...keys: string[]): Promise<void>;
  /** Looks through all keys: for what happens seldom. @throws where the store does not answer */
  deleteByPrefix(prefix: string): Promise<void>;
  /** Whether the store answers now. */
  healthy(): Promise<boolean>;
  close(): Promise<void>;
}

const MAX_ENTRIES = 10_000;

/** The cache of one process: for `npm start` and tests. */
export function memoryCache(clock: Clock = systemClock): Cache {
  const entries = new LRUCache<string, string>({
    max: MAX_ENTRIES,
    ttlResolution: 0,
    perf: { now: () => clock.monotonicMs() },
  });
  return {
    kind: 'memory',
    get: (key) => Promise.resolve(entries.get(key)),
    set: (key, value, ttlSeconds) => {
      entries.set(key, value, { ttl: ttlSeconds * 1000 });
      return Promise.resolve();
    },
    delete: (...keys) => {
      for (const key of keys) entries.delete(key);
      return Promise.resolve();
    },
    deleteByPrefix: (prefix) => {
      for (const key of entries.keys()) if (key.startsWith(prefix)) entries.delete(key);
      return Promise.resolve();
    },
    healthy: () => Promise.resolve(true),
    close: () => Promise.resolve(),
  };
}
