import { env } from 'node:process';
import { createLog, newId, type Redis } from '@siteninja/core';
import { createClient } from 'redis';
import { localCounter, memoryRateStore, type RateStore, redisRateStore, withFallback } from './rate-limit';

const log = createLog('test', 'silent');
const url = env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379';

async function redisIfThere(): Promise<Redis | undefined> {
  const client: Redis = createClient({
    url,
    disableOfflineQueue: true,
    socket: { connectTimeout: 1_000, reconnectStrategy: false },
  });
  client.on('error', () => undefined);
  return client.connect().then(
    () => client,
    () => undefined,
  );
}

describe.each<[string, () => Promise<{ store: RateStore; end: () => void } | undefined>]>([
  ['memory', () => Promise.resolve({ store: memoryRateStore(), end: () => undefined })],
  [
    'redis',
    async () => {
      const redis = await redisIfThere();
      return redis && { store: redisRateStore(redis, log), end: () => redis.destroy() };
    },
  ],
])('rate store: %s', (name, make) => {
  let made: Awaited<ReturnType<typeof make>>;
  beforeAll(async () => {
    made = await make();
    if (!made) process.stderr.write(`skipped: the ${name} rate store; start Redis or set TEST_REDIS_URL\n`);
  });
  afterAll(() => made?.end());

  it('counts each key by itself and says how long its window lasts', async () => {
    if (!made) return;
    const [one, other] = [newId(), newId()];
    expect(await made.store.hit(one, 60)).toEqual({ count: 1, resetSeconds: 60 });
    expect((await made.store.hit(one, 60)).count).toBe(2);
    expect((await made.store.hit(other, 60)).count).toBe(1);
  });

  it('loses no hit of many at once', async () => {
    if (!made) return;
    const { store } = made;
    const key = newId();
    const hits = await Promise.all(Array.from({ length: 100 }, () => store.hit(key, 60)));
    expect(new Set(hits.map(({ count }) => count)).size).toBe(100);
  });

  it('starts again when the window has ended', async () => {
    if (!made) return;
    const key = newId();
    await made.store.hit(key, 1);
    await new Promise((go) => setTimeout(go, 1_050));
    expect((await made.store.hit(key, 1)).count).toBe(1);
  });
});

describe('local counter', () => {
  it('stays bounded whatever comes', () => {
    const count = localCounter(() => 0);
    for (let index = 0; index < 100_001; index += 1) count(`key ${index}`, 60);
    expect(count('key 100000', 60).count).toBe(2);
    expect(count('key 0', 60).count).toBe(1);
  });
});

describe('fallback', () => {
  const failing = (): { store: RateStore; state: { down: 'no' | 'refusing' | 'hanging'; calls: number } } => {
    const state: { down: 'no' | 'refusing' | 'hanging'; calls: number } = { down: 'no', calls: 0 };
    const store: RateStore = {
      hit: () => {
        state.calls += 1;
        if (state.down === 'refusing') return Promise.reject(new Error('away'));
        if (state.down === 'hanging') return new Promise<never>(() => undefined);
        return Promise.resolve({ count: 1_000, resetSeconds: 60 });
      },
    };
    return { store, state };
  };

  afterEach(() => jest.useRealTimers());

  it('counts locally at once while the shared store refuses, and comes back by itself', async () => {
    jest.useFakeTimers();
    const { store, state } = failing();
    const rates = withFallback(store, memoryRateStore(), log);
    state.down = 'refusing';
    expect((await rates.hit('a', 60)).count).toBe(1);
    expect((await rates.hit('a', 60)).count).toBe(2);
    expect(state.calls).toBe(1);
    state.down = 'no';
    jest.advanceTimersByTime(1_001);
    expect((await rates.hit('a', 60)).count).toBe(1_000);
  });

  it('waits for a hanging store once, and shortly', async () => {
    jest.useFakeTimers();
    const { store, state } = failing();
    const rates = withFallback(store, memoryRateStore(), log);
    state.down = 'hanging';
    const first = rates.hit('a', 60);
    await jest.advanceTimersByTimeAsync(500);
    expect((await first).count).toBe(1);
    expect((await rates.hit('a', 60)).count).toBe(2);
    expect(state.calls).toBe(1);
  });

  it('recovers from a Redis that was away when the script was to be loaded', async () => {
    const redis = await redisIfThere();
    if (!redis) return;
    const send = jest.spyOn(redis, 'sendCommand').mockRejectedValue(new Error('away'));
    const rates = redisRateStore(redis, log);
    const key = newId();
    await rates.hit(key, 60);
    send.mockRestore();
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'clearTimeout'] });
    jest.advanceTimersByTime(1_001);
    expect((await rates.hit(key, 60)).count).toBe(1);
    expect((await rates.hit(key, 60)).count).toBe(2);
    expect(await redis.get(`rate:${key}`)).toBe('2');
    redis.destroy();
  });
});
