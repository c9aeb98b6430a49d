import { memoryCache, newId } from '@siteninja/core';
import { FONT_FILES } from '@siteninja/fonts';
import { echo, enveloped, type StubAnswer, type StubRequest } from '@siteninja/testing';
import { ask, startWorld, type World } from '../test-support';

const cache = memoryCache();
let world: World;
let releaseId = newId();
const tenantId = newId();
const sharedKey = (path: string): string => `site-answer:${tenantId}:${releaseId}:${path}`;
const contentRequests = (path: string) =>
  world.stubs.content.requests.filter(({ url }) => url.pathname === path);
const site = (path: string, options: Parameters<typeof ask>[1] = {}) =>
  ask(`${world.url}${path}`, { ...options, headers: { host: 'shop.example.test', ...options.headers } });

function content(request: StubRequest): StubAnswer | Promise<StubAnswer> {
  const { url } = request;
  if (url.pathname === '/internal/sites/host') {
    if (url.searchParams.get('host') !== 'shop.example.test') {
      return enveloped({ tenantId: null, status: 'unknown', releaseId: null });
    }
    return enveloped({ tenantId, status: 'live', releaseId });
  }
  if (url.pathname !== '/internal/sites/answer') return echo(request);
  const path = url.searchParams.get('path');
  const release = url.searchParams.get('releaseId');
  if (release === null) return enveloped({ status: 404, headers: {}, body: 'unknown' });
  if (path === '/moved/') return enveloped({ status: 301, headers: { Location: '/moved' }, body: '' });
  if (path === '/missing') return enveloped({ status: 404, headers: {}, body: 'missing' });
  return enveloped({
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      etag: `"${release}"`,
      'cache-control': 'public, max-age=0, must-revalidate',
      'content-security-policy': "default-src 'self'",
    },
    body: `<p>é ${path ?? ''}`,
  });
}

beforeAll(async () => {
  world = await startWorld({ MAX_CONNECTIONS_PER_ADDRESS: '1000' }, { cache });
});
afterAll(() => world.stop());
beforeEach(() => {
  world.stubs.content.handle = content;
  world.stubs.content.requests.length = 0;
});

describe('pages', () => {
  it("a page comes from content once, with its headers and the gateway's", async () => {
    const first = await site('/one');
    const second = await site('/one?utm_source=x');
    for (const { status, text, headers } of [first, second]) {
      expect([status, text]).toEqual([200, '<p>é /one']);
      expect(headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'content-length': '10',
        etag: `"${releaseId}"`,
        'cache-control': 'public, max-age=0, must-revalidate',
        'content-security-policy': "default-src 'self'",
        'x-frame-options': 'DENY',
        'x-content-type-options': 'nosniff',
        'permissions-policy': 'camera=(), microphone=(), geolocation=()',
        'x-request-id': expect.stringMatching(/^[\w-]{36}$/),
        'x-ratelimit-limit': '3000000',
        ratelimit: expect.stringMatching(/^"sites";r=\d+;t=\d+$/),
      });
    }
    expect(contentRequests('/internal/sites/answer')).toHaveLength(1);
    expect(contentRequests('/internal/sites/answer')[0]?.caller).toMatchObject({
      type: 'service',
      service: 'gateway',
    });
  });

  it('the redirect to the one address of a page keeps the query, from content and from memory', async () => {
    for (const [query, to] of [
      ['?utm_source=mail&gclid=1', '/moved?utm_source=mail&gclid=1'],
      ['?utm_source=print', '/moved?utm_source=print'],
      ['?', '/moved'],
      ['', '/moved'],
    ]) {
      const { status, headers } = await site(`/moved/${query}`);
      expect([status, headers.location]).toEqual([301, to]);
    }
    expect(contentRequests('/internal/sites/answer')).toHaveLength(1);
  });

  it('a page that many readers miss at once is asked for once', async () => {
    const answers = await Promise.all(Array.from({ length: 500 }, () => site('/many')));
    expect(new Set(answers.map(({ text }) => text))).toEqual(new Set(['<p>é /many']));
    expect(contentRequests('/internal/sites/answer')).toHaveLength(1);
  });

  it('pages are shared with other gateways through the cache, answers that are not pages are not', async () => {
    await site('/shared');
    expect(JSON.parse((await cache.get(sharedKey('/shared'))) ?? '')).toMatchObject({
      status: 200,
    });
    await cache.set(
      sharedKey('/made-elsewhere'),
      JSON.stringify({ status: 200, headers: {}, body: 'elsewhere' }),
      60,
    );
    expect((await site('/made-elsewhere')).text).toBe('elsewhere');
    await site('/missing');
    expect(await cache.get(sharedKey('/missing'))).toBeUndefined();
  });

  it.each(['"x", W/"RELEASE"', '"RELEASE"', '*'])('a page is 304 to If-None-Match: %s', async (known) => {
    await site('/one');
    const headers = { 'if-none-match': known.replace('RELEASE', releaseId) };
    const { status, text, headers: answered } = await site('/one', { headers });
    expect([status, text, answered.etag]).toEqual([304, '', `"${releaseId}"`]);
    expect(answered['x-ratelimit-remaining']).toBeDefined();
    expect(answered['content-type']).toBeUndefined();
  });

  it('a page has GET and HEAD, and no other method', async () => {
    const head = await site('/one', { method: 'HEAD' });
    expect([head.status, head.text, head.headers['content-length']]).toEqual([200, '', '10']);
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      const { status, headers } = await site('/one', { method });
      expect([status, headers.allow]).toEqual([405, 'GET, HEAD']);
    }
  });

  it.each(['/api/plans', '/docs', '/health', '/status', '/openapi.json', '/internal/grants'])(
    'a path of the API is a page on the host of a site: %s',
    async (path) => expect((await site(path)).text).toBe(`<p>é ${path}`),
  );

  it('content is asked with one form of a path', async () => {
    await site('/a//b');
    expect(contentRequests('/internal/sites/answer')[0]?.url.searchParams.get('path')).toBe('/a/b');
    await site('/slash/');
    expect(contentRequests('/internal/sites/answer')[1]?.url.searchParams.get('path')).toBe('/slash/');
    expect((await site('/a/..%2fb')).status).toBe(400);
  });

  it('the answer for an unknown host is shown on no other host', async () => {
    world.stubs.content.handle = ({ url }) =>
      url.pathname === '/internal/sites/host'
        ? enveloped({ tenantId: null, status: 'unknown', releaseId: null })
        : enveloped({ status: 200, headers: {}, body: url.searchParams.get('host') ?? '' });
    for (const host of ['new.example.test', 'unknown.example.test', 'new.example.test']) {
      expect((await site('/', { headers: { host } })).text).toBe(host);
    }
  });

  it('a host that is longer than hosts can be is 404 without asking content', async () => {
    for (const host of [`shop.example.test:${'0'.repeat(9_000)}`, `${'a'.repeat(300)}.example.test`]) {
      const { status, text } = await site('/one', { headers: { host } });
      expect([status, JSON.parse(text)]).toEqual([404, expect.objectContaining({ code: 'site.not_found' })]);
    }
    expect(world.stubs.content.requests).toHaveLength(0);
  });

  it('requests for unknown paths do not evict pages', async () => {
    const alone = await startWorld();
    const large = 'x'.repeat(1_000_000);
    alone.stubs.content.handle = (request) =>
      request.url.searchParams.get('path')?.startsWith('/missing/')
        ? enveloped({ status: 404, headers: {}, body: large })
        : content(request);
    const get = (path: string) => ask(`${alone.url}${path}`, { headers: { host: 'shop.example.test' } });
    await get('/kept');
    for (let index = 0; index < 70; index += 1) await get(`/missing/${index}`);
    await get('/kept');
    const made = alone.stubs.content.requests.filter(({ url }) => url.searchParams.get('path') === '/kept');
    expect(made).toHaveLength(1);
    await alone.stop();
    // It moves 70 MB, more than all pages may take.
  }, 90_000);

  it('a page of a host that nobody has is 404', async () => {
    const { status, text } = await site('/', { headers: { host: 'other.test' } });
    expect([status, text]).toEqual([404, 'unknown']);
  });

  it('a site is found whatever the case, port and final dot of its host', async () => {
    for (const host of ['SHOP.example.test', 'shop.example.test:8080', 'shop.example.test.']) {
      expect((await site('/one', { headers: { host } })).status).toBe(200);
    }
  });
});

describe('a new release', () => {
  it('readers see a new release after one second', async () => {
    await site('/one');
    const before = releaseId;
    releaseId = newId();
    world.clock.advance(1_000);
    expect((await site('/one')).headers.etag).toBe(`"${before}"`);
    world.clock.advance(1);
    expect((await site('/one')).headers.etag).toBe(`"${releaseId}"`);
  });

  it('the client that activated a release sees it at once', async () => {
    await site('/one');
    releaseId = newId();
    world.stubs.tenant.handle = () => ({ headers: { 'x-invalidate': `site:${tenantId}` } });
    await ask(`${world.url}/api/tenants/${tenantId}`, { method: 'POST' });
    expect((await site('/one')).headers.etag).toBe(`"${releaseId}"`);
  });

  it('a new release is read from the shared cache without asking content', async () => {
    releaseId = newId();
    await cache.set(
      'site-host:shop.example.test',
      JSON.stringify({ tenantId, status: 'live', releaseId }),
      60,
    );
    world.clock.advance(1_001);
    expect((await site('/one')).headers.etag).toBe(`"${releaseId}"`);
    expect(contentRequests('/internal/sites/host')).toHaveLength(0);
    await cache.delete('site-host:shop.example.test');
  });
});

describe('under /_sn', () => {
  it('files under /_sn/assets come from the asset service', async () => {
    const { text, headers } = await site('/_sn/assets/t/a/thumb.webp?x=1');
    expect(JSON.parse(text)).toMatchObject({
      path: '/assets/t/a/thumb.webp?x=1',
      caller: { type: 'anonymous' },
    });
    expect(headers['x-ratelimit-limit']).toBe('3000000');
    expect((await site('/_sn/assets/t', { method: 'POST' })).status).toBe(405);
  });

  it('a font is given to keep for ever, with its tag, and on any host', async () => {
    const name = FONT_FILES.find((file) => file.startsWith('lora-latin-')) ?? '';
    const path = `/_sn/fonts/${name}`;
    const host = { headers: { host: 'nobody.example.test' } };
    for (const { status, headers, text } of [await site(path), await ask(`${world.url}${path}`, host)]) {
      expect([status, text.slice(0, 4)]).toEqual([200, 'wOF2']);
      expect(headers).toMatchObject({
        'content-type': 'font/woff2',
        'cache-control': 'public, max-age=31536000, immutable',
        etag: `"${name}"`,
        'x-content-type-options': 'nosniff',
        'x-ratelimit-limit': '3000000',
      });
    }
    const { headers } = await site(path);
    const head = await site(path, { method: 'HEAD' });
    expect([head.status, head.text, head.headers['content-length']]).toEqual([
      200,
      '',
      headers['content-length'],
    ]);
    const known = await site(path, { headers: { 'if-none-match': `"other", W/"${name}"` } });
    expect([known.status, known.text, known.headers['cache-control']]).toEqual([
      304,
      '',
      'public, max-age=31536000, immutable',
    ]);
  });

  it('what is no font of ours is 404 under /_sn/fonts, and fonts are only read', async () => {
    for (const name of ['', 'inter.woff2', 'inter-latin-000000000000.woff2', 'a/b', 'package.json']) {
      const { status, headers } = await site(`/_sn/fonts/${name}`);
      expect([name, status, headers['cache-control']]).toEqual([name, 404, 'no-store']);
    }
    expect((await site('/_sn/fonts/..%2fpackage.json')).status).toBe(400);
    expect((await site(`/_sn/fonts/${FONT_FILES[0] ?? ''}`, { method: 'POST' })).status).toBe(405);
  });

  it('a path under /_sn that two servers could read differently is 400', async () => {
    expect((await site('/_sn/assets/..%2finternal')).status).toBe(400);
  });
});

describe('while content is unavailable', () => {
  it('cached pages are served while content is unavailable, others are an error page or the envelope', async () => {
    await site('/one');
    await site('/missing');
    world.stubs.content.handle = () => Promise.reject(new Error('unavailable'));
    const askedBefore = contentRequests('/internal/sites/host').length;
    world.clock.advance(1_001);
    expect((await site('/one')).status).toBe(200);
    // Both tries of one call: the next look-up comes a second later.
    expect(contentRequests('/internal/sites/host')).toHaveLength(askedBefore + 2);
    expect((await site('/one')).status).toBe(200);
    expect(contentRequests('/internal/sites/host')).toHaveLength(askedBefore + 2);
    expect((await site('/missing')).text).toBe('missing');
    const { status, text, headers } = await site('/never-seen', { headers: { accept: 'text/html' } });
    expect([status, headers['retry-after'], headers['content-type']]).toEqual([
      503,
      '2',
      'text/html; charset=utf-8',
    ]);
    expect(text).toContain('temporarily unavailable');
    expect(JSON.parse((await site('/never-seen')).text)).toMatchObject({ code: 'service.unavailable' });
  });
});
