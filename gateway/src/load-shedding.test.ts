import { newId } from '@siteninja/core';
import { metricIn, until } from '@siteninja/testing';
import { ask, fetchJson, startWorld, type World } from './test-support';

const MAX_IN_FLIGHT = 5;

describe('a gateway with as many requests in flight as it takes', () => {
  let world: World;
  let release: () => void;
  let held: Promise<{ status: number }[]>;
  beforeAll(async () => {
    world = await startWorld({ MAX_IN_FLIGHT: String(MAX_IN_FLIGHT), METRICS_PORT: '0' });
  });
  afterAll(() => world.stop());

  beforeEach(async () => {
    const { billing } = world.stubs;
    const isReleased = new Promise<void>((go) => (release = go));
    billing.handle = async () => {
      await isReleased;
      return {};
    };
    const before = billing.requests.length;
    held = Promise.all(Array.from({ length: MAX_IN_FLIGHT }, () => ask(`${world.url}/api/plans`)));
    await until(() => billing.requests.length === before + MAX_IN_FLIGHT);
  });
  afterEach(async () => {
    release();
    await held;
  });

  it('refuses further ones with 503 and Retry-After, and serves the others', async () => {
    const { status, headers, text } = await ask(`${world.url}/api/plans`);
    expect([status, headers['retry-after'], JSON.parse(text).code]).toEqual([503, '1', 'gateway.overloaded']);
    release();
    expect((await held).map((answer) => answer.status)).toEqual(Array(MAX_IN_FLIGHT).fill(200));
    expect((await ask(`${world.url}/api/plans`)).status).toBe(200);
  });

  it('refuses in the form of every other answer', async () => {
    const origin = 'https://app.example.test';
    const headers = { 'x-request-id': 'my-request.1', accept: 'application/problem+json', origin };
    const answer = await ask(`${world.url}/api/public/site`, { headers });
    expect(answer.status).toBe(503);
    expect(answer.headers).toMatchObject({
      'x-request-id': 'my-request.1',
      'x-frame-options': 'DENY',
      'x-ratelimit-remaining': expect.stringMatching(/^\d+$/),
      ratelimit: expect.stringMatching(/^"\w+";r=\d+;t=\d+$/),
      'cache-control': 'no-store',
      'content-type': 'application/problem+json; charset=utf-8',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    });
    expect(JSON.parse(answer.text)).toMatchObject({ status: 503, requestId: 'my-request.1' });
    const head = await ask(`${world.url}/api/plans`, { method: 'HEAD' });
    expect([head.status, head.text]).toEqual([503, '']);
  });

  it('refuses before anybody is asked who makes the request', async () => {
    const { identity } = world;
    const asked = () => identity.requests.filter(({ url }) => url.pathname === '/internal/grants').length;
    const headers = { authorization: `Bearer ${identity.token()}` };
    const before = asked();
    expect((await ask(`${world.url}/api/tenants/${newId()}/pages`, { headers })).status).toBe(503);
    expect((await ask(`${world.url}/api/%zz`)).status).toBe(503);
    expect(asked()).toBe(before);
  });

  it('still says how it is, shows the API reference and serves sites', async () => {
    for (const path of ['/health', '/api/health/ready', '/status', '/docs']) {
      expect([path, (await ask(`${world.url}${path}`)).status]).toEqual([path, 200]);
    }
    const site = await ask(`${world.url}/`, { headers: { host: 'shop.example.test' } });
    expect(site.text).not.toContain('gateway.overloaded');
  });

  it('counts what it refuses', async () => {
    const metrics = `http://127.0.0.1:${world.gateway.metricsPort}/metrics`;
    const shed = async () =>
      metricIn((await ask(metrics)).text, 'siteninja_gateway_shed_total', 'reason="overloaded"');
    const before = (await shed()) ?? 0;
    await ask(`${world.url}/api/plans`);
    expect(await shed()).toBe(before + 1);
  });
});

describe('requests that wait for identity', () => {
  it('count as in flight', async () => {
    const world = await startWorld({ MAX_IN_FLIGHT: String(MAX_IN_FLIGHT) });
    const { identity } = world;
    let release: () => void = () => undefined;
    const isReleased = new Promise<void>((go) => (release = go));
    const { grants } = identity;
    identity.grants = async (request) => {
      await isReleased;
      return grants(request);
    };
    const path = `${world.url}/api/tenants/${newId()}/pages`;
    const asked = () => identity.requests.filter(({ url }) => url.pathname === '/internal/grants').length;
    const waiting = Array.from({ length: MAX_IN_FLIGHT }, () =>
      fetchJson(path, { headers: { authorization: `Bearer ${identity.token()}` } }),
    );
    await until(() => asked() === MAX_IN_FLIGHT);
    expect((await fetchJson(`${world.url}/api/plans`)).code).toBe('gateway.overloaded');
    release();
    for (const answer of waiting) expect((await answer).caller?.type).toBe('user');
    await world.stop();
  });
});
