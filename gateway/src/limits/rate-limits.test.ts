import { connect, createServer, type Server, type Socket } from 'node:net';
import { env } from 'node:process';
import { connectRedis, createLog, newApiKey, newId } from '@siteninja/core';
import { ask, fetchJson, redisIfThere, startWorld, until, type World } from '../test-support';

const limit = ({ headers }: Awaited<ReturnType<typeof ask>>) => [
  headers['x-ratelimit-limit'],
  headers['x-ratelimit-remaining'],
];

describe('limits', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({
      RATE_LIMIT_SCALE: '1',
      RATE_LIMIT: '40',
      AUTH_RATE_LIMIT: '3',
      REGISTER_RATE_LIMIT: '2',
      SITE_RATE_LIMIT: '4',
      AI_RATE_LIMIT: '2',
      TRUST_PROXY: '1',
    });
  });
  afterAll(() => world.stop());
  const from = (address: string, path: string, options: Parameters<typeof ask>[1] = {}) =>
    ask(`${world.url}${path}`, { ...options, headers: { 'x-forwarded-for': address, ...options.headers } });

  it('count anonymous callers by address, IPv6 by its /64', async () => {
    expect(limit(await from('192.0.2.1', '/api/plans'))).toEqual(['40', '39']);
    expect(limit(await from('6.6.6.6, 192.0.2.1', '/api/plans'))).toEqual(['40', '38']);
    expect(limit(await from('::ffff:192.0.2.1', '/api/plans'))).toEqual(['40', '37']);
    expect(limit(await from('2001:db8::1', '/api/plans'))).toEqual(['40', '39']);
    expect(limit(await from('2001:db8::2:3', '/api/nothing'))).toEqual(['40', '38']);
    expect(limit(await from('2001:db8:0:1::1', '/api/plans'))).toEqual(['40', '39']);
  });

  it('count users by themselves, wherever they are', async () => {
    const headers = { authorization: `Bearer ${world.identity.token({ sub: newId() })}` };
    expect(limit(await from('192.0.2.2', '/api/plans', { headers }))).toEqual(['40', '39']);
    expect(limit(await from('192.0.2.3', '/api/plans', { headers }))).toEqual(['40', '38']);
  });

  it('give every API key its own', async () => {
    const headers = { 'x-api-key': newApiKey() };
    for (let left = 6; left >= 0; left -= 1) {
      expect(limit(await from('192.0.2.4', '/api/plans', { headers }))).toEqual(['7', String(left)]);
    }
    const { status, headers: answered, text } = await from('192.0.2.4', '/api/plans', { headers });
    expect(status).toBe(429);
    const retryAfter = Number(answered['retry-after']);
    expect(retryAfter).toBeGreaterThan(3_590);
    expect(JSON.parse(text)).toMatchObject({
      success: false,
      code: 'request.rate_limited',
      details: [{ field: 'retryAfter', retryAfter }],
    });
    expect(answered).toMatchObject({ 'x-ratelimit-remaining': '0', 'x-frame-options': 'DENY' });
  });

  it('are strict where passwords can be guessed', async () => {
    const post = (path: string, address = '192.0.2.5') => from(address, path, { method: 'POST', body: '{}' });
    expect(limit(await post('/api/auth/login'))).toEqual(['3', '2']);
    await post('/api/v1//auth/login/');
    await post('/api/auth/password/forgot');
    expect((await post('/api/auth/login')).status).toBe(429);
    expect(limit(await post('/api/auth/register'))).toEqual(['2', '1']);
    expect((await post('/api/auth/login', '192.0.2.6')).status).toBe(200);
    expect((await from('192.0.2.5', '/api/plans')).status).toBe(200);
  });

  it('of the AI belong to the tenant, and only its members use them up', async () => {
    const tenantId = newId();
    const post = (headers: Record<string, string>) =>
      from('192.0.2.7', `/api/tenants/${tenantId}/ai/content`, { method: 'POST', headers });
    expect(limit(await post({}))).toEqual(['40', '39']);
    const member = () => ({ authorization: `Bearer ${world.identity.token()}` });
    expect(limit(await post(member()))).toEqual(['2', '1']);
    expect(limit(await post(member()))).toEqual(['2', '0']);
    expect((await post(member())).status).toBe(429);
  });

  it('of sites and files are their own; health is not counted', async () => {
    const page = () => from('192.0.2.8', '/', { headers: { host: 'shop.test', accept: 'text/html' } });
    await page();
    expect(limit(await page())).toEqual(['4', '2']);
    expect(limit(await from('192.0.2.8', '/assets/a/b/c'))).toEqual(['4', '1']);
    await page();
    expect((await page()).status).toBe(429);
    expect((await from('192.0.2.8', '/api/plans')).status).toBe(200);
    for (let time = 0; time < 50; time += 1) {
      expect(limit(await from('192.0.2.8', '/health'))).toEqual(['40', '40']);
    }
  });
});

/** Stands between the gateway and Redis, and can go away or stop answering. */
class Switch {
  readonly server: Server;
  readonly sockets = new Set<Socket>();
  state: 'open' | 'hanging' = 'open';
  port = 0;
  constructor(target: URL) {
    this.server = createServer((client) => {
      const redis = connect(Number(target.port || 6379), target.hostname);
      for (const [a, b] of [
        [client, redis],
        [redis, client],
      ] as const) {
        this.sockets.add(a);
        a.on('data', (data) => this.state === 'open' && b.write(data));
        a.on('error', () => b.destroy());
        a.on('close', () => b.destroy());
      }
    });
  }
  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(this.port, '127.0.0.1', resolve));
    const address = this.server.address();
    this.port = typeof address === 'object' && address ? address.port : 0;
  }
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}

describe('limits with Redis', () => {
  it('are shared, survive its absence, and are shared again', async () => {
    const there = await redisIfThere();
    if (!there) {
      process.stderr.write('skipped: limits with Redis; start one or set TEST_REDIS_URL\n');
      return;
    }
    there.destroy();
    const between = new Switch(new URL(env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379'));
    await between.open();
    const redis = await connectRedis(`redis://127.0.0.1:${between.port}`, createLog('test', 'silent'));
    const world = await startWorld({ RATE_LIMIT_SCALE: '1', AUTH_RATE_LIMIT: '3' }, { redis });
    const sub = newId();
    const headers = { authorization: `Bearer ${world.identity.token({ sub })}` };
    const remaining = async () =>
      Number((await ask(`${world.url}/api/plans`, { headers })).headers['x-ratelimit-remaining']);
    expect([await remaining(), await remaining()]).toEqual([999, 998]);

    between.state = 'hanging';
    const started = performance.now();
    expect(await remaining()).toBe(999);
    expect(await remaining()).toBe(998);
    expect(performance.now() - started).toBeLessThan(1_000);
    await between.close();
    const statuses: number[] = [];
    for (let time = 0; time < 5; time += 1) {
      statuses.push((await ask(`${world.url}/api/auth/login`, { method: 'POST' })).status);
    }
    expect(statuses.slice(0, 2)).toEqual([200, 200]);
    expect(statuses.at(-1)).toBe(429);
    expect((await fetchJson(`${world.url}/health/ready`)).checks?.redis).toMatchObject({ ok: false });

    between.state = 'open';
    await between.open();
    await until(() => redis.isReady);
    const key = `rate:user:${sub}`;
    await until(async () => {
      const before = await redis.get(key);
      await remaining();
      return (await redis.get(key)) !== before;
    });
    await world.stop();
    redis.destroy();
    await between.close();
  });
});
