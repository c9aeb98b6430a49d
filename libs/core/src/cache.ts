/** A store of short-lived text that all processes share. Whatever it holds can be made again. */
export interface Cache {
  readonly kind: 'redis' | 'memory';
  /** Undefined where there is nothing, and where the store does not answer: the caller makes it again. */
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string, lifetimeSeconds: number): Promise<void>;
  delete(...keys: string[]): Promise<void>;
  /** Whether the store answers now. */
  healthy(): Promise<boolean>;
  close(): Promise<void>;
}

const MOST_ENTRIES = 10_000;

/** The cache of one process: for `npm start` and tests. */
export function memoryCache(now: () => number = Date.now): Cache {
  const entries = new Map<string, { value: string; expiresAt: number }>();
  return {
    kind: 'memory',
    get: (key) => {
      const entry = entries.get(key);
      if (entry && entry.expiresAt <= now()) entries.delete(key);
      return Promise.resolve(entry && entry.expiresAt > now() ? entry.value : undefined);
    },
    set: (key, value, lifetimeSeconds) => {
      entries.delete(key);
      entries.set(key, { value, expiresAt: now() + lifetimeSeconds * 1000 });
      const oldest = entries.keys().next();
      if (entries.size > MOST_ENTRIES && !oldest.done) entries.delete(oldest.value);
      return Promise.resolve();
    },
    delete: (...keys) => {
      for (const key of keys) entries.delete(key);
      return Promise.resolve();
    },
    healthy: () => Promise.resolve(true),
    close: () => Promise.resolve(),
  };
}
