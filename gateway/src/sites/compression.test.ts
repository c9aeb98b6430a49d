import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { newId } from '@siteninja/core';
import { echo, enveloped, type StubAnswer, type StubRequest } from '@siteninja/testing';
import { request as undiciRequest } from 'undici';
import { startWorld, type World } from '../test-support';
import { prepareAnswer } from './cached-response';
import { acceptedCodings } from './content-coding';

const page = `<!doctype html><title>é</title>${'<p>Words of a page. </p>'.repeat(200)}`;
const pageBytes = Buffer.byteLength(page);
const releaseId = newId();
let world: World;

function content(request: StubRequest): StubAnswer {
  const { url } = request;
  if (url.pathname === '/internal/sites/host') {
    return enveloped({ tenantId: newId(), status: 'live', releaseId });
  }
  if (url.pathname !== '/internal/sites/answer') return echo(request);
  const path = url.searchParams.get('path');
  const headers = { 'Content-Type': 'text/html; charset=utf-8', ETag: '"x"', 'Cache-Control': 'no-cache' };
  const markdown = { ...headers, 'Content-Type': 'text/markdown; charset=utf-8' };
  if (path === '/index.md') return enveloped({ status: 200, headers: markdown, body: '# A page' });
  if (path === '/moved.md') return enveloped({ status: 404, headers, body: page });
  if (path === '/moved') return enveloped({ status: 301, headers: { Location: '/to' }, body: '' });
  if (path === '/missing') return enveloped({ status: 404, headers, body: page });
  return enveloped({ status: 200, headers, body: path === '/small' ? '<p>small' : page });
}

beforeAll(async () => {
  world = await startWorld();
  world.stubs.content.handle = content;
});
afterAll(() => world.stop());

type Sent = { method?: 'GET' | 'HEAD'; path?: string; accept?: string | undefined; known?: string };

async function visit({ method = 'GET', path = '/', accept, known }: Sent) {
  const { statusCode, headers, body } = await undiciRequest(`${world.url}${path}`, {
    method,
    headers: {
      host: 'shop.example.test',
      ...(accept === undefined ? {} : { 'accept-encoding': accept }),
      ...(known === undefined ? {} : { 'if-none-match': known }),
    },
  });
  return { status: statusCode, headers, bytes: Buffer.from(await body.arrayBuffer()) };
}

const decoders: Record<string, (bytes: Buffer) => Buffer> = {
  br: (bytes) => brotliDecompressSync(bytes),
  gzip: (bytes) => gunzipSync(bytes),
  identity: (bytes) => bytes,
};

/** Accept-Encoding, what comes, and its entity tag. */
const CLIENTS: [accept: string | undefined, coding: string, etag: string][] = [
  ['gzip, deflate, br, zstd', 'br', '"x-br"'],
  ['gzip, deflate, br', 'br', '"x-br"'],
  ['br;q=0.5, gzip;q=1.0', 'gzip', '"x-gz"'],
  ['br;q=0, gzip', 'gzip', '"x-gz"'],
  ['gzip', 'gzip', '"x-gz"'],
  ['GZIP', 'gzip', '"x-gz"'],
  ['*', 'br', '"x-br"'],
  ['br;q=0, *', 'gzip', '"x-gz"'],
  ['identity;q=0, *', 'br', '"x-br"'],
  ['gzip, identity;q=0', 'gzip', '"x-gz"'],
  ['identity, gzip;q=0.5', 'identity', '"x"'],
  ['identity;q=0', 'identity', '"x"'],
  ['*;q=0', 'identity', '"x"'],
  ['deflate', 'identity', '"x"'],
  ['identity', 'identity', '"x"'],
  ['br;q=nonsense, ,;;', 'identity', '"x"'],
  ['', 'identity', '"x"'],
  [undefined, 'identity', '"x"'],
];

describe('what a client accepts', () => {
  it.each(CLIENTS)(
    '"Accept-Encoding: %s" is answered in %s with the tag %s',
    async (accept, coding, etag) => {
      const path = `/first-asked-with-${encodeURIComponent(accept ?? 'none')}`;
      for (const visitor of ['first', 'next']) {
        const { status, headers, bytes } = await visit({ accept, path });
        expect([visitor, status]).toEqual([visitor, 200]);
        expect(headers).toMatchObject({
          etag,
          vary: 'Accept, Accept-Encoding',
          'content-length': String(bytes.length),
        });
        expect(headers['content-encoding']).toBe(coding === 'identity' ? undefined : coding);
        expect(decoders[coding]?.(bytes).toString()).toBe(page);
        if (coding !== 'identity') expect(bytes.length).toBeLessThan(pageBytes / 4);
      }
    },
  );

  it.each(CLIENTS)('HEAD with "Accept-Encoding: %s" has the headers of GET', async (accept) => {
    const got = await visit({ accept });
    const head = await visit({ accept, method: 'HEAD' });
    expect([head.status, head.bytes.length]).toEqual([200, 0]);
    for (const name of ['etag', 'vary', 'content-length', 'content-encoding', 'content-type']) {
      expect([name, head.headers[name]]).toEqual([name, got.headers[name]]);
    }
  });

  it.each(CLIENTS)('a page of "Accept-Encoding: %s" (%s) is 304 to its tag %s', async (accept, _, etag) => {
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, `"other",W/${etag} , "more"`, '*']) {
      for (const method of ['GET', 'HEAD'] as const) {
        const { status, headers, bytes } = await visit({ accept, known, method });
        expect([known, status, bytes.length, headers.etag]).toEqual([known, 304, 0, etag]);
        expect(headers.vary).toBe('Accept, Accept-Encoding');
        expect(headers['content-encoding']).toBeUndefined();
        expect(headers['content-length']).toBeUndefined();
      }
    }
    const changed = await visit({ accept, known: `"other", "x-other", ${etag.replace('x', 'y')}` });
    expect(changed.status).toBe(200);
  });
});

describe('compressed pages', () => {
  it('a copy in another coding that the client accepts is 304 with the tag of that copy', async () => {
    const { status, headers } = await visit({ accept: 'gzip, br', known: '"x-gz"' });
    expect([status, headers.etag]).toEqual([304, '"x-gz"']);
  });

  it('a copy in a coding that the client does not accept is sent anew in one that it does', async () => {
    for (const known of ['"x-br"', '"x"']) {
      const { status, headers } = await visit({ accept: 'gzip, identity;q=0', known });
      expect([status, headers.etag]).toEqual([200, '"x-gz"']);
    }
  });

  it('a body that is small already is sent as it is', async () => {
    const { headers, bytes } = await visit({ path: '/small', accept: 'br, gzip' });
    expect([headers['content-encoding'], headers.etag, bytes.toString()]).toEqual([
      undefined,
      '"x"',
      '<p>small',
    ]);
    expect(headers.vary).toBe('Accept, Accept-Encoding');
  });

  it('a redirect has no coding and does not vary', async () => {
    const { status, headers } = await visit({ path: '/moved', accept: 'br, gzip' });
    expect([status, headers.location, headers.vary, headers['content-encoding']]).toEqual([
      301,
      '/to',
      undefined,
      undefined,
    ]);
  });

  it('an unknown path, of which there are any number, is not compressed', async () => {
    const { status, headers } = await visit({ path: '/missing', accept: 'br, gzip' });
    expect([status, headers['content-encoding'], headers.vary]).toEqual([
      404,
      undefined,
      'Accept, Accept-Encoding',
    ]);
  });

  it('the memory of a page counts all its codings', async () => {
    const answer = { status: 200, headers: { 'content-type': 'text/html' }, body: page };
    const plain = await prepareAnswer(answer, [], { isCompressed: false });
    const compressed = await prepareAnswer(answer, [], { isCompressed: true });
    const { br, gzip } = compressed.representations;
    const bodies = (br?.body.length ?? 0) + (gzip?.body.length ?? 0);
    expect(bodies).toBeGreaterThan(0);
    expect(compressed.sizeBytes - plain.sizeBytes).toBeGreaterThanOrEqual(bodies);
  });

  it('a picture in a page answer would not be compressed again', async () => {
    const answer = { status: 200, headers: { 'content-type': 'image/png' }, body: page };
    const { representations } = await prepareAnswer(answer, [], { isCompressed: true });
    expect(Object.keys(representations)).toEqual(['identity']);
  });

  it('what is known of the headers of browsers is what reading them gives', () => {
    for (const header of ['gzip, deflate, br, zstd', 'gzip, deflate, br', 'gzip', 'identity']) {
      // A blank at the end keeps it from being recognised.
      expect([header, acceptedCodings(header)]).toEqual([header, acceptedCodings(`${header} `)]);
    }
  });
});

describe('a client that asks for Markdown', () => {
  const ask = async (accept: string, path = '/') => {
    const { statusCode, headers } = await undiciRequest(`${world.url}${path}`, {
      headers: { host: 'shop.example.test', accept },
    });
    return [statusCode, headers['content-type'], headers.vary];
  };
  const MARKDOWN = [200, 'text/markdown; charset=utf-8', 'Accept, Accept-Encoding'];
  const HTML = [200, 'text/html; charset=utf-8', 'Accept, Accept-Encoding'];

  it.each(['text/markdown', 'text/markdown, */*;q=0.1', 'text/html;q=0.5, text/markdown'])(
    'gets the page as Markdown, also when the HTML is in memory: %s',
    async (accept) => {
      expect(await ask('text/html')).toEqual(HTML);
      expect(await ask(accept)).toEqual(MARKDOWN);
      expect(await ask('*/*')).toEqual(HTML);
    },
  );

  it.each(['text/html, text/markdown;q=0.9', '*/*', 'text/markdown;q=0, text/html'])(
    'gets HTML where it likes that better: %s',
    async (accept) => {
      expect(await ask(accept)).toEqual(HTML);
    },
  );

  it('is redirected as everybody is', async () => {
    const [status] = await ask('text/markdown', '/moved');
    expect(status).toBe(301);
  });
});
