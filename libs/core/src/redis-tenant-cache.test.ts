import { redisForTest, TcpProxy, TEST_REDIS_URL, until } from '@siteninja/testing';
import { newId } from './ids';
import { createLog } from './log';
import { connectRedis, type Redis } from './redis';
import { redisTenantCache } from './redis-tenant-cache';
import { type TenantCache } from './tenant-cache';

const log = createLog('test', 'silent');
const service = `test-${newId()}`;
const tenant = newId();

let redis: Redis | undefined;
let proxy: TcpProxy;
/** The client of the other process, which reaches Redis by way of the proxy. */
let otherRedis: Redis;
let cache: TenantCache;
let other: TenantCache;

beforeAll(async () => {
  redis = await redisForTest();
  if (!redis) return;
  cache = await redisTenantCache(redis, service, log);
  proxy = await new TcpProxy(TEST_REDIS_URL).listen();
  otherRedis = await connectRedis(proxy.url, log);
  other = await redisTenantCache(otherRedis, service, log);
});
afterAll(async () => {
  if (!redis) return;
  cache.close();
  other.close();
  otherRedis.destroy();
  await proxy.close();
  const keys = await redis.keys(`tenants:${service}:*`);
  if (keys.length > 0) await redis.del(keys);
  redis.destroy();
});

async function keep(value: string): Promise<void> {
  const { generation = '' } = await cache.get(tenant, 'key');
  await cache.set(tenant, 'key', value, generation);
  expect((await cache.get(tenant, 'key')).value).toBe(value);
}

const known = async (by: TenantCache) => (await by.get(tenant, 'key')).value;
/** Whether the process has come back to Redis. */
const answers = async (of: TenantCache) => (await of.get(newId(), 'key')).generation !== undefined;

describe('processes that share the cache of tenants', () => {
  it('what one has changed no other answers any longer', async () => {
    if (!redis) return;
    await keep('old');
    expect(await known(other)).toBe('old');
    const release = await other.hold([tenant]);
    expect(await known(cache)).toBeUndefined();
    await release();
    expect(await known(cache)).toBeUndefined();
  });

  it('a process that ends between commit and release leaves nothing that is older, and its hold ends by itself', async () => {
    if (!redis) return;
    await keep('old');
    const { generation = '' } = await cache.get(tenant, 'key');
    await other.hold([tenant]);
    await cache.set(tenant, 'key', 'old', generation);
    expect(await cache.get(tenant, 'key')).toEqual({ value: undefined, generation: undefined });
    const holds = `tenants:${service}:${tenant}:holds`;
    const left = await redis.pTTL(holds);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(15_000);
    await redis.pExpire(holds, 0);
    await keep('new');
  });

  it('a hold that was evicted lets nothing older outlive its change', async () => {
    if (!redis) return;
    await keep('before');
    const release = await other.hold([tenant]);
    await redis.del(`tenants:${service}:${tenant}:holds`);
    await keep('read before the commit');
    await release();
    expect(await known(cache)).toBeUndefined();
  });

  it('goes on when its scripts and its epoch are gone from Redis', async () => {
    if (!redis) return;
    await keep('old');
    await redis.scriptFlush();
    await redis.del(`tenants:${service}:epoch`);
    expect(await known(cache)).toBeUndefined();
    await keep('new');
    expect(await known(other)).toBe('new');
  });

  it('what is changed while its process cannot reach Redis is not answered from the cache once it can', async () => {
    if (!redis) return;
    await keep('old');
    await proxy.close();
    await (
      await other.hold([tenant])
    )();
    expect(await other.get(tenant, 'key')).toEqual({ value: undefined, generation: undefined });
    await proxy.listen();
    await until(() => answers(other));
    expect([await known(cache), await known(other)]).toEqual([undefined, undefined]);
  });

  it('what is changed while Redis hangs likewise, and neither reads nor changes fail', async () => {
    if (!redis) return;
    await keep('old');
    proxy.isHanging = true;
    await (
      await other.hold([tenant])
    )();
    expect(await other.get(tenant, 'key')).toEqual({ value: undefined, generation: undefined });
    await proxy.close();
    proxy.isHanging = false;
    await proxy.listen();
    await until(() => answers(other));
    expect([await known(cache), await known(other)]).toEqual([undefined, undefined]);
  });
});
