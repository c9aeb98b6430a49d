import { LRUCache } from 'lru-cache';
import { type Clock, systemClock } from './clock';
import { newId } from './ids';

/**
 * What a service keeps of what it answers about its tenants. All of a tenant is forgotten with each change of it: a
 * change holds the tenant before it is committed, and releases it afterwards. Meanwhile nothing is kept, so a process
 * that ends in between leaves nothing behind that is older than the change.
 */
export interface TenantCache {
  /** Never fails: where the store does not answer, nothing is known and nothing can be kept. */
  get(tenantId: string, key: string): Promise<Lookup>;
  /**
   * Keeps what was read after the look-up that gave the generation, unless the tenant has changed since. A value that
   * is too large is not kept.
   */
  set(tenantId: string, key: string, value: string, generation: string): Promise<void>;
  /**
   * Forgets the tenants, and keeps nothing of them until they are released: call it before the commit of a change. A
   * hold that is never released ends by itself after 15 s.
   */
  hold(tenantIds: Iterable<string>): Promise<Release>;
  close(): void;
}

/** Call it once the change is committed, and not where it may yet be. */
export type Release = () => Promise<void>;

export interface Lookup {
  value: string | undefined;
  /** What is read from now on may be kept under it. Undefined where nothing can be kept now. */
  generation: string | undefined;
}

export const NOTHING_KNOWN: Lookup = { value: undefined, generation: undefined };

/** However long a tenant does not change: what a lost connection has left behind ends with it, too. */
export const MAX_AGE_MS = 60_000;
export const MAX_VALUE_LENGTH = 256 * 1024;

const MAX_TENANTS = 10_000;
/** Characters. */
const MAX_SIZE = 32 * 1024 * 1024;

/** The cache of a process that is the only one of its service: for `npm start` and tests. */
export function memoryTenantCache(clock: Clock = systemClock): TenantCache {
  const ageing = { ttl: MAX_AGE_MS, ttlResolution: 0, perf: { now: () => clock.monotonicMs() } };
  const generations = new LRUCache<string, string>({ ...ageing, max: MAX_TENANTS });
  const values = new LRUCache<string, string>({
    ...ageing,
    maxSize: MAX_SIZE,
    sizeCalculation: (value, key) => value.length + key.length,
  });
  /** How many changes hold a tenant. */
  const holds = new Map<string, number>();
  const end = (tenantId: string): void => {
    const left = (holds.get(tenantId) ?? 0) - 1;
    if (left > 0) holds.set(tenantId, left);
    else holds.delete(tenantId);
  };
  return {
    get: (tenantId, key) => {
      if (holds.has(tenantId)) return Promise.resolve(NOTHING_KNOWN);
      const generation = generations.get(tenantId) ?? newId();
      if (!generations.has(tenantId)) generations.set(tenantId, generation);
      return Promise.resolve({ generation, value: values.get(`${generation} ${key}`) });
    },
    set: (tenantId, key, value, generation) => {
      const isCurrent = generations.get(tenantId) === generation;
      if (isCurrent && value.length <= MAX_VALUE_LENGTH) values.set(`${generation} ${key}`, value);
      return Promise.resolve();
    },
    hold: (tenantIds) => {
      const held = [...tenantIds];
      for (const tenantId of held) {
        generations.delete(tenantId);
        holds.set(tenantId, (holds.get(tenantId) ?? 0) + 1);
      }
      return Promise.resolve(() => Promise.resolve(held.forEach(end)));
    },
    close: () => undefined,
  };
}
