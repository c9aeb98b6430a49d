import { createLog, newId, systemClock, testClock } from '@siteninja/core';
import { redisForTest, until } from '@siteninja/testing';
import { createRateStore, memoryRateStore, type RateStore, windowCounter, withFallback } from './rate-limit';

const log = createLog('test', 'silent');
const MINUTE_MS = 60_000;

interface Stores {
  store(windowMs: number): RateStore;
  /** Lets time pass until the key's window of 50 ms has ended. */
  windowEnds(key: string): Promise<void>;
  stop(): void;
}

function memoryStores(): Stores {
  const clock = testClock();
  return {
    store: (windowMs) => createRateStore({ windowMs, clock, log, redis: undefined }),
    windowEnds: () => Promise.resolve(clock.advance(50)),
    stop: () => undefined,
  };
}

async function redisStores(): Promise<Stores | undefined> {
  const redis = await redisForTest();
  return (
    redis && {
      store: (windowMs) => createRateStore({ windowMs, clock: systemClock, log, redis }),
      windowEnds: async (key) => {
        await until(async () => (await redis.exists(`rate:${key}`)) === 0);
      },
      stop: () => redis.destroy(),
    }
  );
}

describe.each<[string, () => Stores | Promise<Stores | undefined>]>([
  ['memory', memoryStores],
  ['redis', redisStores],
])('rate store: %s', (_name, make) => {
  let made: Stores | undefined;
  beforeAll(async () => {
    made = await make();
  });
  afterAll(() => made?.stop());

  it('a store counts each key by itself and says when its window ends', async () => {
    if (!made) return;
    const store = made.store(MINUTE_MS);
    const [one, other] = [newId(), newId()];
    const first = await store.increment(one);
    expect(first.totalHits).toBe(1);
    expect((await store.increment(one)).totalHits).toBe(2);
    expect((await store.increment(other)).totalHits).toBe(1);
    expect(Math.abs(first.resetTime.getTime() - Date.now() - MINUTE_MS)).toBeLessThan(MINUTE_MS);
  });

  it('a store loses no hit of many at once', async () => {
    if (!made) return;
    const store = made.store(MINUTE_MS);
    const key = newId();
    const hits = await Promise.all(Array.from({ length: 100 }, () => store.increment(key)));
    expect(new Set(hits.map(({ totalHits }) => totalHits)).size).toBe(100);
  });

  it('a count starts again when its window has ended', async () => {
    if (!made) return;
    const store = made.store(50);
    const key = newId();
    await store.increment(key);
    await made.windowEnds(key);
    expect((await store.increment(key)).totalHits).toBe(1);
  });
});

describe('window counter', () => {
  it('a window counter evicts the keys that were not counted for longest when there are more than 100,000', () => {
    const count = windowCounter(MINUTE_MS, testClock());
    for (let index = 0; index < 100_001; index += 1) count(`key ${index}`);
    expect(count('key 100000').totalHits).toBe(2);
    expect(count('key 0').totalHits).toBe(1);
  });

  it('a window begins with the first hit of its key', () => {
    const clock = testClock();
    const count = windowCounter(MINUTE_MS, clock);
    const endsAt = clock.now().getTime() + MINUTE_MS;
    expect(count('key').resetTime.getTime()).toBe(endsAt);
    clock.advance(MINUTE_MS - 1);
    expect(count('key')).toEqual({ totalHits: 2, resetTime: new Date(endsAt) });
    clock.advance(1);
    expect(count('key')).toEqual({ totalHits: 1, resetTime: new Date(endsAt + MINUTE_MS) });
  });
});

describe('fallback of a shared rate store', () => {
  function sharedStore() {
    const state: { down: 'no' | 'refusing' | 'hanging'; calls: number } = { down: 'no', calls: 0 };
    const store: RateStore = {
      increment: () => {
        state.calls += 1;
        if (state.down === 'refusing') return Promise.reject(new Error('down'));
        if (state.down === 'hanging') return new Promise<never>(() => undefined);
        return Promise.resolve({ totalHits: 1_000, resetTime: new Date() });
      },
    };
    const clock = testClock();
    return { state, clock, rates: withFallback(store, memoryRateStore(MINUTE_MS, clock), { clock, log }) };
  }

  it('while the shared store refuses hits are counted locally, and it is tried again after a second', async () => {
    const { state, clock, rates } = sharedStore();
    state.down = 'refusing';
    expect((await rates.increment('a')).totalHits).toBe(1);
    expect((await rates.increment('a')).totalHits).toBe(2);
    expect(state.calls).toBe(1);
    state.down = 'no';
    clock.advance(1_000);
    expect((await rates.increment('a')).totalHits).toBe(1_000);
  });

  it('one hit a second waits for a shared store that hangs, and that one is counted locally in the end', async () => {
    const { state, clock, rates } = sharedStore();
    state.down = 'hanging';
    expect((await rates.increment('a')).totalHits).toBe(1);
    expect((await rates.increment('a')).totalHits).toBe(2);
    expect(state.calls).toBe(1);
    clock.advance(1_000);
    const hits = await Promise.all([rates.increment('a'), rates.increment('a')]);
    expect(hits.map(({ totalHits }) => totalHits).sort()).toEqual([3, 4]);
    expect(state.calls).toBe(2);
  });

  it('a store recovers from a Redis that was down when its script was to be loaded', async () => {
    const redis = await redisForTest();
    if (!redis) return;
    const send = jest.spyOn(redis, 'sendCommand').mockRejectedValue(new Error('down'));
    const clock = testClock();
    const rates = createRateStore({ windowMs: MINUTE_MS, clock, log, redis });
    const key = newId();
    await rates.increment(key);
    send.mockRestore();
    clock.advance(1_000);
    expect((await rates.increment(key)).totalHits).toBe(1);
    expect((await rates.increment(key)).totalHits).toBe(2);
    expect(await redis.get(`rate:${key}`)).toBe('2');
    await redis.del(`rate:${key}`);
    redis.destroy();
  });

  it('a hit is counted in Redis by one call', async () => {
    const redis = await redisForTest();
    if (!redis) return;
    const rates = createRateStore({ windowMs: MINUTE_MS, clock: systemClock, log, redis });
    const key = newId();
    await rates.increment(key);
    const send = jest.spyOn(redis, 'sendCommand');
    await rates.increment(key);
    expect(send.mock.calls.map(([[command]]) => command)).toEqual(['EVALSHA']);
    send.mockRestore();
    await redis.del(`rate:${key}`);
    redis.destroy();
  });
});
