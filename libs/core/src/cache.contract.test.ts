import { redisForTest, until } from '@siteninja/testing';
import { type Cache, memoryCache } from './cache';
import { testClock } from './clock';
import { newId } from './ids';
import { createLog } from './log';
import { redisCache } from './redis';

interface World {
  cache: Cache;
  /** Lets a second pass. */
  secondPasses(key: string): Promise<void>;
}

function memoryWorld(): World {
  const clock = testClock();
  return { cache: memoryCache(clock), secondPasses: () => Promise.resolve(clock.advance(1_001)) };
}

async function redisWorld(): Promise<World | undefined> {
  const redis = await redisForTest();
  if (!redis) return undefined;
  return {
    cache: redisCache(redis, createLog('test', 'silent')),
    secondPasses: async (key) => {
      await until(async () => (await redis.exists(key)) === 0);
    },
  };
}

describe.each<[string, () => World | Promise<World | undefined>]>([
  ['memory', memoryWorld],
  ['redis', redisWorld],
])('cache: %s', (kind, make) => {
  let world: World | undefined;
  const keys: string[] = [];
  const key = (): string => {
    const made = `test:${newId()}`;
    keys.push(made);
    return made;
  };
  beforeAll(async () => {
    world = await make();
  });
  afterAll(async () => {
    await world?.cache.delete(...keys);
    await world?.cache.close();
  });

  it('a value is there until it is deleted, and a key that was never set is undefined', async () => {
    if (!world) return;
    const { cache } = world;
    const [one, other, unset] = [key(), key(), key()];
    await cache.set(one, 'first', 60);
    await cache.set(one, 'second', 60);
    await cache.set(other, 'third', 60);
    expect([await cache.get(one), await cache.get(other), await cache.get(unset)]).toEqual([
      'second',
      'third',
      undefined,
    ]);
    await cache.delete(one, other, unset);
    expect([await cache.get(one), await cache.get(other)]).toEqual([undefined, undefined]);
    await cache.delete();
  });

  it('a value is gone when its time to live is over', async () => {
    if (!world) return;
    const { cache } = world;
    const [short, long] = [key(), key()];
    await cache.set(short, 'value', 1);
    await cache.set(long, 'value', 60);
    expect(await cache.get(short)).toBe('value');
    await world.secondPasses(short);
    expect([await cache.get(short), await cache.get(long)]).toEqual([undefined, 'value']);
  });

  it('a store that answers is healthy', async () => {
    if (!world) return;
    expect([world.cache.kind, await world.cache.healthy()]).toEqual([kind, true]);
  });
});

describe('the Redis cache', () => {
  it('while Redis is gone every look-up of the cache is a miss, and nothing fails', async () => {
    const redis = await redisForTest();
    if (!redis) return;
    const cache = redisCache(redis, createLog('test', 'silent'));
    redis.destroy();
    await cache.set('test:gone', 'value', 60);
    expect([await cache.get('test:gone'), await cache.healthy()]).toEqual([undefined, false]);
    await cache.delete('test:gone');
  });
});
