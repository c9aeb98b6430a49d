import { redisForTest } from '@siteninja/testing';
import { testClock } from './clock';
import { newId } from './ids';
import { createLog } from './log';
import { redisTenantCache } from './redis-tenant-cache';
import { MAX_AGE_MS, MAX_VALUE_LENGTH, memoryTenantCache, type TenantCache } from './tenant-cache';

interface World {
  cache: TenantCache;
  /** Lets as much time pass as a value is kept at most. */
  age(tenantId: string): Promise<void>;
  close(): Promise<void>;
}

function memoryWorld(): World {
  const clock = testClock();
  const cache = memoryTenantCache(clock);
  return {
    cache,
    age: () => Promise.resolve(clock.advance(MAX_AGE_MS + 1)),
    close: () => Promise.resolve(cache.close()),
  };
}

async function redisWorld(): Promise<World | undefined> {
  const redis = await redisForTest();
  if (!redis) return undefined;
  const service = `test-${newId()}`;
  const cache = await redisTenantCache(redis, service, createLog('test', 'silent'));
  return {
    cache,
    // Redis has no clock to move: what is asked is that it will forget the key by itself in time, and then it is.
    age: async (tenantId) => {
      const key = `tenants:${service}:${tenantId}`;
      expect(await redis.pTTL(key)).toBeGreaterThan(0);
      expect(await redis.pTTL(key)).toBeLessThanOrEqual(MAX_AGE_MS);
      await redis.pExpire(key, 0);
    },
    close: async () => {
      cache.close();
      const keys = await redis.keys(`tenants:${service}:*`);
      if (keys.length > 0) await redis.del(keys);
      redis.destroy();
    },
  };
}

describe.each<[string, () => World | Promise<World | undefined>]>([
  ['memory', memoryWorld],
  ['redis', redisWorld],
])('tenant cache: %s', (_kind, make) => {
  let world: World | undefined;
  const tenant = newId();
  const valueOf = async (key = 'key', tenantId = tenant): Promise<string | undefined> =>
    (await world?.cache.get(tenantId, key))?.value;
  const keep = async (value: string, key = 'key', tenantId = tenant): Promise<void> => {
    const { generation = '' } = (await world?.cache.get(tenantId, key)) ?? {};
    await world?.cache.set(tenantId, key, value, generation);
  };
  const change = async (...tenantIds: string[]): Promise<void> => {
    const release = await world?.cache.hold(tenantIds);
    await release?.();
  };
  beforeAll(async () => {
    world = await make();
  });
  afterAll(() => world?.close());

  it('a value is kept until its tenant changes, and those of other tenants stay', async () => {
    if (!world) return;
    const other = newId();
    await keep('one');
    await keep('two', 'second');
    await keep('of another', 'key', other);
    expect([await valueOf(), await valueOf('second'), await valueOf('third')]).toEqual([
      'one',
      'two',
      undefined,
    ]);
    await change(tenant);
    expect([await valueOf(), await valueOf('second'), await valueOf('key', other)]).toEqual([
      undefined,
      undefined,
      'of another',
    ]);
    await keep('three');
    expect(await valueOf()).toBe('three');
    await change(tenant, other);
    expect([await valueOf(), await valueOf('key', other)]).toEqual([undefined, undefined]);
  });

  it('what a slow reader has read before a change is not kept after it', async () => {
    if (!world) return;
    const { generation = '' } = await world.cache.get(tenant, 'slow');
    await change(tenant);
    await world.cache.set(tenant, 'slow', 'old', generation);
    expect(await valueOf('slow')).toBeUndefined();
    await keep('new', 'slow');
    await world.cache.set(tenant, 'slow', 'old', generation);
    expect(await valueOf('slow')).toBe('new');
  });

  it('nothing is kept of a tenant while one of several changes is under way', async () => {
    if (!world) return;
    await keep('old');
    const { generation = '' } = await world.cache.get(tenant, 'key');
    const [releaseFirst, releaseSecond] = [
      await world.cache.hold([tenant]),
      await world.cache.hold([tenant]),
    ];
    await releaseFirst();
    await world.cache.set(tenant, 'key', 'old', generation);
    expect(await world.cache.get(tenant, 'key')).toEqual({ value: undefined, generation: undefined });
    await releaseSecond();
    expect(await valueOf()).toBeUndefined();
    await keep('new');
    expect(await valueOf()).toBe('new');
  });

  it('a value is kept for a minute at most', async () => {
    if (!world) return;
    await keep('value');
    await world.age(tenant);
    expect(await valueOf()).toBeUndefined();
  });

  it('a value that is too large is not kept', async () => {
    if (!world) return;
    await keep('x'.repeat(MAX_VALUE_LENGTH + 1), 'large');
    await keep('x'.repeat(MAX_VALUE_LENGTH), 'full');
    expect([await valueOf('large'), (await valueOf('full'))?.length]).toEqual([undefined, MAX_VALUE_LENGTH]);
  });
});
