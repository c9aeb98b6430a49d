import { until } from '@siteninja/testing';
import { ask, fetchJson, sendRaw, startWorld, type World } from './test-support';

let world: World;
const api = (path: string, options: Parameters<typeof ask>[1] = {}) => ask(`${world.url}${path}`, options);
const json = (path: string, options: Parameters<typeof ask>[1] = {}) =>
  fetchJson(`${world.url}${path}`, options);

beforeAll(async () => {
  world = await startWorld({ API_HOSTS: 'gateway.internal' });
});
afterAll(() => world.stop());
const raw = (text: string) => sendRaw(world.gateway.port, text);

describe('routing', () => {
  it.each([
    ['/api/plans', 'billing', '/plans'],
    ['/api/v1/plans?a=1&b=%2F', 'billing', '/plans?a=1&b=%2F'],
    ['/api//plans/', 'billing', '/plans'],
    ['/assets/a/b/thumb.webp', 'asset', '/assets/a/b/thumb.webp'],
    ['/api/assets/a/b/thumb.webp', 'asset', '/assets/a/b/thumb.webp'],
    ['/api/tenants', 'tenant', '/tenants'],
    ['/api/tenants/1', 'tenant', '/tenants/1'],
    ['/api/tenants/1/pages/2/anything', 'content', '/tenants/1/pages/2/anything'],
    ['/api/tenants/%31/pages', 'content', '/tenants/1/pages'],
    ['/api/tenants/a%20b/pages', 'content', '/tenants/a%20b/pages'],
  ] as const)('a request of %s is forwarded to the %s service', async (path, service, forwarded) => {
    const { requests } = world.stubs[service];
    requests.length = 0;
    expect((await json(path)).path).toBe(forwarded);
    expect(requests).toHaveLength(1);
  });

  it.each([
    '/tenants',
    '/plans',
    '/api',
    '/api/nothing',
    '/api/tenants/1/nothing',
    '/api/internal/grants',
    '/internal/grants',
    '/api/metrics',
    '/metrics',
    '/api/Plans',
    '/api/v2/plans',
  ])('a path that no service has is 404: %s', async (path) => {
    const { status, text, headers } = await api(path);
    expect([status, JSON.parse(text).success]).toEqual([404, false]);
    expect(headers['x-ratelimit-limit']).toBeDefined();
  });

  it.each([
    '/api/plans/../internal/grants',
    '/api/plans/%2e%2e/internal',
    '/api/plans/..%2finternal',
    '/api/tenants/1%2fpages',
    '/api/plans%5cinternal',
    '/api/plans/%00',
    '/api/plans/%zz',
    '/api/plans\\..\\internal',
    'ftp://example.test/api/plans',
    'http://user@example.test/api/plans',
    'http://user:secret@example.test/api/plans',
    'http:///api/plans',
  ])('a path that two servers could read differently is 400: %s', async (path) => {
    const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: example.test\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('request.malformed_path');
    expect(answer).toMatch(/X-RateLimit-Remaining/i);
  });

  it.each([
    ['http://example.test/api/plans?a=1', 200],
    ['HTTP://localhost:8080/api/plans', 200],
    ['https://example.test/internal/grants', 404],
    ['http://example.test?a', 302],
  ])('a target may have the absolute form: %s', async (target, status) => {
    const answer = await raw(`GET ${target} HTTP/1.1\r\nHost: other.test\r\nConnection: close\r\n\r\n`);
    expect(answer.slice(9, 12)).toBe(String(status));
  });

  it.each([
    ['no request at all', 'nonsense\r\n\r\n', 400, 'request.malformed'],
    [
      'two lengths',
      'POST /api/plans HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      400,
      'request.malformed',
    ],
    [
      'headers of 20 KB',
      `GET /api/plans HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
      'request.headers_too_large',
    ],
    [
      '1,000 headers',
      `GET /api/plans HTTP/1.1\r\nHost: localhost\r\n${Array.from({ length: 1_000 }, (_, at) => `a${at}: 1\r\n`).join('')}\r\n`,
      431,
      'request.headers_too_large',
    ],
    [
      'an unknown expectation',
      'GET /api/plans HTTP/1.1\r\nHost: localhost\r\nExpect: tea\r\n\r\n',
      417,
      'request.expectation',
    ],
  ])('%s is answered as every error is', async (_what, bytes, status, code) => {
    const answer = await raw(bytes);
    expect(answer.slice(9, 12)).toBe(String(status));
    const { success, code: named, meta } = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')));
    expect({ success, named }).toEqual({ success: false, named: code });
    expect(answer).toContain(`X-Request-Id: ${meta.requestId}`);
    expect(answer).toContain('X-Frame-Options: DENY');
    for (const name of ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset']) {
      expect(answer).toMatch(new RegExp(`^${name}: \\d+\r$`, 'm'));
    }
    expect(answer).toMatch(/^RateLimit: "\w+";r=\d+;t=\d+\r$/m);
  });

  it('bodies are streamed both ways as they are', async () => {
    const body = 'x'.repeat(1_000_000);
    const answer = await json('/api/plans', { method: 'POST', body });
    expect(answer.body).toBe(body);
    expect(answer.method).toBe('POST');
  });

  it('answers without a body (HEAD, 304, 204) are passed on as they are', async () => {
    world.stubs.billing.handle = ({ method }) => ({
      status: method === 'DELETE' ? 204 : 304,
      headers: { etag: '"1"' },
    });
    expect((await api('/api/plans')).status).toBe(304);
    expect((await api('/api/plans', { method: 'HEAD' })).headers.etag).toBe('"1"');
    expect((await api('/api/plans', { method: 'DELETE' })).status).toBe(204);
    world.stubs.billing.handle = world.stubs.tenant.handle;
  });
});

describe('headers of clients', () => {
  it('forged identity and forwarding headers never reach a service', async () => {
    const forged = {
      'X-SiteNinja-Identity': 'forged',
      'X-SiteNinja-Anything': 'forged',
      'X-Forwarded-For': '9.9.9.9',
      'X-Forwarded-Host': 'evil.test',
      'X-Forwarded-Proto': 'https',
      Forwarded: 'for=9.9.9.9',
      'X-Real-IP': '9.9.9.9',
      'X-Route': 'forged',
      'X-Invalidate': 'user:1',
      'X-Original-URL': '/internal/grants',
      'X-HTTP-Method-Override': 'DELETE',
      'Proxy-Authorization': 'forged',
      Cookie: 'session=forged',
      Authorization: 'Bearer forged',
      'X-Request-Id': 'spaces are not valid',
      TE: 'trailers',
    };
    const answer = await json('/api/plans', { headers: { ...forged, 'X-Custom': 'kept' } });
    const { headers = {} } = answer;
    const text = JSON.stringify({ ...headers, 'x-siteninja-identity': '' });
    expect(text).not.toMatch(/forged|9\.9\.9\.9|evil|internal|DELETE|trailers/);
    expect(headers['x-custom']).toBe('kept');
    expect(headers['x-forwarded-for']).toBe('127.0.0.1');
    expect(headers['x-request-id']).toMatch(/^[\w-]{36}$/);
    expect(headers.host).toBe(`127.0.0.1:${world.stubs.billing.port}`);
    expect(answer.caller).toMatchObject({ type: 'anonymous', refused: 'auth.token_invalid' });
  });

  it("a client's Connection header cannot remove the gateway's own headers", async () => {
    const answer = await raw(
      'GET /api/plans HTTP/1.1\r\nHost: localhost\r\nConnection: close, x-siteninja-identity, x-forwarded-for\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain('"x-forwarded-for":"127.0.0.1"');
  });

  it('a valid X-Request-Id is kept, on errors too', async () => {
    const headers = { 'X-Request-Id': 'my-request.1' };
    const { headers: answered, text } = await api('/api/plans', { headers });
    expect(answered['x-request-id']).toBe('my-request.1');
    expect(JSON.parse(text).headers['x-request-id']).toBe('my-request.1');
    const failed = await json('/api/nothing', { headers });
    expect(failed.meta?.requestId).toBe('my-request.1');
  });

  it.each(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'])(
    'a chunked %s cannot smuggle a second request to a service',
    async (method) => {
      const { requests } = world.stubs.billing;
      requests.length = 0;
      const hidden = 'GET /internal/hidden HTTP/1.1\r\nHost: x\r\n\r\n';
      const answer = await raw(
        `${method} /api/plans HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n` +
          `${hidden.length.toString(16)}\r\n${hidden}\r\n0\r\n\r\n`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toMatch(/Connection: close/i);
      expect(requests).toHaveLength(0);
    },
  );

  it('a chunked POST reaches its service', async () => {
    const answer = await raw(
      'POST /api/plans HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n' +
        '5\r\nhello\r\n0\r\n\r\n',
    );
    expect(answer).toContain('"body":"hello"');
  });
});

describe('headers on every answer', () => {
  const paths = [
    '/api/plans',
    '/api/nothing',
    '/health',
    '/health/ready',
    '/status',
    '/docs',
    '/openapi.json',
  ];
  it.each(paths)('security, rate limit and request id headers are on the answer of %s', async (path) => {
    const { headers } = await api(path);
    expect(headers).toMatchObject({
      'x-request-id': expect.stringMatching(/^[\w.-]{1,128}$/),
      'x-frame-options': 'DENY',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'permissions-policy': 'camera=(), microphone=(), geolocation=()',
      'x-content-type-options': 'nosniff',
      'x-ratelimit-limit': '1000000',
      'x-ratelimit-remaining': expect.stringMatching(/^\d+$/),
      'x-ratelimit-reset': expect.stringMatching(/^\d+$/),
      ratelimit: expect.stringMatching(/^"api";r=\d+;t=\d+$/),
      'ratelimit-policy': '"api";q=1000000;w=3600',
    });
    expect(Number(headers['x-ratelimit-reset'])).toBeLessThanOrEqual(3_600);
    expect(headers['content-security-policy']).not.toContain('upgrade-insecure-requests');
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(headers['x-powered-by']).toBeUndefined();
  });

  it('internal headers and the addresses of services never reach a client', async () => {
    world.stubs.billing.handle = () => ({
      headers: { 'x-route': '/plans', 'x-invalidate': 'user:1', server: 'stub', 'x-powered-by': 'stub' },
    });
    const { headers } = await api('/api/plans');
    for (const name of ['x-route', 'x-invalidate', 'server', 'x-powered-by']) {
      expect(headers[name]).toBeUndefined();
    }
    world.stubs.billing.handle = () => Promise.reject(new Error('breaks off'));
    const broken = await api('/api/plans', { method: 'POST', body: '{}' });
    expect([broken.status, JSON.parse(broken.text).code]).toEqual([502, 'gateway.bad_gateway']);
    expect(broken.text).not.toMatch(/127\.0\.0\.1|ECONN|socket/);
    world.stubs.billing.handle = world.stubs.tenant.handle;
  });
});

describe('routes of the gateway', () => {
  it('the API reference loads nothing from other hosts', async () => {
    expect((await api('/api/openapi.json')).text).toBe((await api('/openapi.json')).text);
    const page = await api('/docs');
    expect(page.headers['content-type']).toMatch(/html/);
    expect(page.text).not.toMatch(/<script>|https?:/);
    expect(page.headers['content-security-policy']).toContain("script-src 'self';");
    const files = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file ?? '');
    expect(files).toHaveLength(5);
    for (const file of files) expect((await api(file)).status).toBe(200);
    expect((await api('/docs/package.json')).status).toBe(404);
    expect((await api('/docs/..%2fpackage.json')).status).toBe(400);
  });

  it('the status names the services that are not ready', async () => {
    world.stubs.asset.state = 'not_ready';
    await until(async () => (await json('/status')).data?.services?.asset === 'unavailable');
    expect((await json('/status')).data?.status).toBe('degraded');
    const ready = await api('/api/health/ready');
    expect(ready.status).toBe(200);
    expect(JSON.parse(ready.text).checks).toMatchObject({ asset: { ok: false }, content: { ok: true } });
    world.stubs.asset.state = 'ready';
    await until(async () => (await json('/status')).data?.status === 'ok');
  });

  it('a method that a route of the gateway does not have is 405', async () => {
    const { status, headers } = await api('/status', { method: 'POST' });
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD']);
    expect((await api('/')).headers.location).toBe('/docs');
  });

  const HOSTS_OF_THE_API =
    'EXAMPLE.test:8080 example.test. localhost 10.0.0.1 [::1]:80 gateway.internal'.split(' ');

  it('the API is served on its configured hosts and on IP addresses, however the host is written', async () => {
    for (const host of HOSTS_OF_THE_API) {
      expect([host, (await api('/health', { headers: { host } })).status]).toEqual([host, 200]);
    }
  });
});
