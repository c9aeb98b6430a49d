import { connectRedis, createLog, hashApiKey, newApiKey, newId } from '@siteninja/core';
import { redisForTest, TcpProxy, TEST_REDIS_URL, until } from '@siteninja/testing';
import { grantsFor, idOfKey } from '../test-stubs';
import { ask, fetchJson, startWorld, type World } from '../test-support';

const limit = ({ headers }: Awaited<ReturnType<typeof ask>>) => [
  headers['x-ratelimit-limit'],
  headers['x-ratelimit-remaining'],
];

describe('rate limits', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({
      RATE_LIMIT_SCALE: '1',
      RATE_LIMIT: '40',
      AUTH_RATE_LIMIT: '3',
      REGISTER_RATE_LIMIT: '2',
      ACCOUNT_RATE_LIMIT: '5',
      AI_RATE_LIMIT: '3',
      SITE_RATE_LIMIT: '4',
      TRUST_PROXY: '1',
    });
  });
  afterAll(() => world.stop());
  const from = (address: string, path: string, options: Parameters<typeof ask>[1] = {}) =>
    ask(`${world.url}${path}`, { ...options, headers: { 'x-forwarded-for': address, ...options.headers } });

  it('anonymous callers are counted by address, IPv6 clients by /56', async () => {
    expect(limit(await from('192.0.2.1', '/api/plans'))).toEqual(['40', '39']);
    expect(limit(await from('6.6.6.6, 192.0.2.1', '/api/plans'))).toEqual(['40', '38']);
    expect(limit(await from('::ffff:192.0.2.1', '/api/plans'))).toEqual(['40', '37']);
    expect(limit(await from('2001:db8::1', '/api/plans'))).toEqual(['40', '39']);
    expect(limit(await from('2001:db8::2:3', '/api/nothing'))).toEqual(['40', '38']);
    expect(limit(await from('2001:db8:0:ff::1', '/api/plans'))).toEqual(['40', '37']);
    expect(limit(await from('2001:db8:0:100::1', '/api/plans'))).toEqual(['40', '39']);
  });

  it('users are counted by user, whatever their address', async () => {
    const headers = { authorization: `Bearer ${world.identity.token({ sub: newId() })}` };
    expect(limit(await from('192.0.2.2', '/api/plans', { headers }))).toEqual(['40', '39']);
    expect(limit(await from('192.0.2.3', '/api/plans', { headers }))).toEqual(['40', '38']);
  });

  it('an API key has a limit of its own; beyond it the answer is 429 and says when to come back', async () => {
    const headers = { 'x-api-key': newApiKey() };
    for (let left = 6; left >= 0; left -= 1) {
      expect(limit(await from('192.0.2.4', '/api/plans', { headers }))).toEqual(['7', String(left)]);
    }
    const { status, headers: answered, text } = await from('192.0.2.4', '/api/plans', { headers });
    expect(status).toBe(429);
    const retryAfter = Number(answered['retry-after']);
    expect(retryAfter).toBe(3_600);
    expect(JSON.parse(text)).toMatchObject({
      success: false,
      code: 'request.rate_limited',
      details: [{ field: 'retryAfter', retryAfter }],
    });
    expect(answered).toMatchObject({ 'x-ratelimit-remaining': '0', 'x-frame-options': 'DENY' });
  });

  it('keys that a key has made are counted together with it, each by its own limit', async () => {
    const [root, child] = [newApiKey(), newApiKey()];
    const { grants } = world.identity;
    world.identity.grants = ({ body }) => {
      const isRoot = body.includes(hashApiKey(root));
      const ancestorIds = isRoot ? [] : [idOfKey(hashApiKey(root))];
      return grantsFor(JSON.parse(body), { rateLimit: isRoot ? 5 : 3, ancestorIds });
    };
    const used = async (key: string) => {
      const answer = await from('192.0.2.5', '/api/plans', { headers: { 'x-api-key': key } });
      return [answer.status, ...limit(answer)];
    };
    expect(await used(root)).toEqual([200, '5', '4']);
    expect(await used(child)).toEqual([200, '3', '1']);
    expect(await used(child)).toEqual([200, '3', '0']);
    expect(await used(child)).toEqual([429, '3', '0']);
    expect(await used(root)).toEqual([200, '5', '0']);
    world.identity.grants = grants;
  });

  it('a limit starts again when its window has ended', async () => {
    const headers = { authorization: `Bearer ${world.identity.token({}, { expiresIn: 7_200 })}` };
    const get = () => from('192.0.2.9', '/api/plans', { headers });
    expect(limit(await get())).toEqual(['40', '39']);
    world.clock.advance(1_800_000);
    const { headers: later } = await get();
    expect([later['x-ratelimit-remaining'], later['x-ratelimit-reset']]).toEqual(['38', '1800']);
    world.clock.advance(1_800_000);
    expect(limit(await get())).toEqual(['40', '39']);
  });

  it('logins and registrations have strict limits by address, however their path is written', async () => {
    const post = (path: string, address = '192.0.2.5') => from(address, path, { method: 'POST', body: '{}' });
    expect(limit(await post('/api/auth/login'))).toEqual(['3', '2']);
    await post('/api/v1//auth/login/');
    await post('/api/auth/%6cogin');
    expect((await post('/api/auth/login')).status).toBe(429);
    expect(limit(await post('/api/auth/register'))).toEqual(['2', '1']);
    expect((await post('/api/auth/login', '192.0.2.6')).status).toBe(200);
    expect((await from('192.0.2.5', '/api/plans')).status).toBe(200);
  });

  it.each([
    ['POST', '/api/auth/mfa/verify', '3'],
    ['POST', '/api/auth/passkeys/login', '3'],
    ['POST', '/api/auth/passkeys/login/options', '3'],
    ['PUT', '/api/auth/password', '5'],
    ['PATCH', '/api/auth/password', '5'],
    ['POST', '/api/auth/password/forgot', '5'],
    ['POST', '/api/auth/password/reset', '5'],
    ['POST', '/api/auth/email/verify', '5'],
    ['POST', '/api/auth/email/resend', '5'],
    ['GET', '/api/auth/invitations/token', '5'],
    ['POST', '/api/auth/invitations/accept', '5'],
    ['POST', '/api/auth/refresh', '40'],
    ['POST', '/api/auth/passkeys', '40'],
    ['GET', '/api/auth/passkeys', '40'],
    ['POST', '/api/auth/logout', '40'],
  ])('%s %s is limited to %s by address', async (method, path, expected) => {
    const body = method === 'GET' ? {} : { body: '{}' };
    expect(limit(await from('192.0.2.20', path, { method, ...body }))[0]).toBe(expected);
  });

  it('what changes or opens an account has one strict limit by address, also for who is signed in', async () => {
    const headers = { authorization: `Bearer ${world.identity.token({ sub: newId() })}` };
    const paths = [
      'password/forgot',
      'password/reset',
      'email/verify',
      'invitations/accept',
      'password/forgot',
    ];
    const statuses: number[] = [];
    for (const path of [...paths, 'password/reset']) {
      const options = { method: 'POST', body: '{}', headers };
      statuses.push((await from('192.0.2.21', `/api/auth/${path}`, options)).status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    expect((await from('192.0.2.21', '/api/plans', { headers })).status).toBe(200);
  });

  it('every limit that applies is named, with what is left of it; the tightest one is that of X-RateLimit', async () => {
    const { headers } = await from('192.0.2.22', '/api/auth/login', { method: 'POST', body: '{}' });
    expect(headers).toMatchObject({
      'ratelimit-policy': '"api";q=40;w=3600, "login";q=3;w=900',
      ratelimit: '"api";r=39;t=3600, "login";r=2;t=900',
      'x-ratelimit-limit': '3',
      'x-ratelimit-remaining': '2',
      'x-ratelimit-reset': '900',
    });
    const plain = (await from('192.0.2.22', '/api/plans')).headers;
    expect([plain['ratelimit-policy'], plain['ratelimit']]).toEqual([
      '"api";q=40;w=3600',
      '"api";r=38;t=3600',
    ]);
  });

  it('who has used up the limit of all requests is refused a login too, until that one starts again', async () => {
    for (let time = 0; time < 40; time += 1) await from('192.0.2.23', '/api/plans');
    const refused = await from('192.0.2.23', '/api/auth/login', { method: 'POST', body: '{}' });
    expect([refused.status, refused.headers['retry-after'], ...limit(refused)]).toEqual([
      429,
      '3600',
      '40',
      '0',
    ]);
  });

  it('AI has a strict limit by tenant, whoever uses it; those who may not use it leave it untouched', async () => {
    const { grants } = world.identity;
    let permissions = ['use:ai'];
    world.identity.grants = ({ body }) => grantsFor(JSON.parse(body), { permissions });
    const tenantId = newId();
    const exp = Math.floor(world.clock.now().getTime() / 1000) + 900;
    const propose = (tenant = tenantId) => {
      const headers = { authorization: `Bearer ${world.identity.token({ sub: newId(), exp })}` };
      return from('192.0.2.24', `/api/tenants/${tenant}/ai/content`, { method: 'POST', body: '{}', headers });
    };
    expect((await propose()).headers).toMatchObject({
      'ratelimit-policy': '"api";q=40;w=3600, "ai";q=3;w=3600',
      'x-ratelimit-limit': '3',
      'x-ratelimit-remaining': '2',
    });
    permissions = ['read:pages'];
    expect(limit(await propose())).toEqual(['40', '39']);
    permissions = ['use:ai'];
    await propose(tenantId.toUpperCase());
    await propose();
    const refused = await propose();
    expect([refused.status, refused.headers['retry-after'], JSON.parse(refused.text).code]).toEqual([
      429,
      '3600',
      'request.rate_limited',
    ]);
    expect((await propose(newId())).status).toBe(200);
    world.identity.grants = grants;
  });

  it('public delivery as JSON counts with the sites, and not with the API', async () => {
    for (const path of ['/api/public/site?host=shop.test', '/api/v1/public/site']) {
      expect(limit(await from('192.0.2.10', path))[0]).toBe('4');
    }
    expect(limit(await from('192.0.2.10', '/api/plans'))[0]).toBe('40');
  });

  it('what Stripe tells is not counted, and reaches billing byte for byte', async () => {
    const body = '{ "id": "evt_1",\r\n  "note": "caf\u00e9" }\n ';
    const headers = { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': 't=1,v1=ab' };
    for (let time = 0; time < 50; time += 1) {
      const answer = await from('192.0.2.11', '/api/billing/stripe/webhook', {
        method: 'POST',
        body,
        headers,
      });
      expect([answer.status, ...limit(answer)]).toEqual([200, '40', '40']);
    }
    const received = world.stubs.billing.requests.at(-1);
    expect([received?.body, received?.headers['stripe-signature']]).toEqual([body, 't=1,v1=ab']);
  });

  it('sites and files share a limit apart from the API, and health is not counted', async () => {
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

describe('rate limits with Redis', () => {
  it('limits are shared through Redis, counted by each gateway while it is gone, and shared again', async () => {
    const machineRedis = await redisForTest();
    if (!machineRedis) return;
    machineRedis.destroy();
    const proxy = await new TcpProxy(TEST_REDIS_URL).listen();
    const redis = await connectRedis(proxy.url, createLog('test', 'silent'));
    const world = await startWorld({ RATE_LIMIT_SCALE: '1', AUTH_RATE_LIMIT: '3' }, { redis });
    const sub = newId();
    const headers = { authorization: `Bearer ${world.identity.token({ sub })}` };
    const remaining = async () =>
      Number((await ask(`${world.url}/api/plans`, { headers })).headers['x-ratelimit-remaining']);
    expect([await remaining(), await remaining()]).toEqual([999, 998]);

    // A Redis that never answers holds no request up: if it did, these would not end.
    proxy.isHanging = true;
    expect(await remaining()).toBe(999);
    expect(await remaining()).toBe(998);
    await proxy.close();
    world.clock.advance(1_001);
    const statuses: number[] = [];
    for (let time = 0; time < 5; time += 1) {
      statuses.push((await ask(`${world.url}/api/auth/login`, { method: 'POST' })).status);
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect((await fetchJson(`${world.url}/health/ready`)).checks?.redis).toMatchObject({ ok: false });

    proxy.isHanging = false;
    await proxy.listen();
    await until(() => redis.isReady);
    world.clock.advance(1_001);
    expect(await remaining()).toBe(997);
    await redis.del([`rate:user:${sub}`, 'rate:login:127.0.0.1', 'rate:api:127.0.0.1']);
    await world.stop();
    redis.destroy();
    await proxy.close();
  });
});
