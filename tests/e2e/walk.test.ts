import sharp from 'sharp';
import { newId } from '../../libs/core/src';
import { until } from '../../libs/testing/src';
import { type Client } from './client';
import { startTestProduct, type TestProduct } from './product';

let product: TestProduct;
beforeAll(async () => {
  product = await startTestProduct();
}, 60_000);
afterAll(() => product.stop(), 30_000);

interface Member {
  api: Client;
  tenantId: string;
  host: string;
  refreshToken: string;
  email: string;
  password: string;
}

/** Somebody who has registered with a business, whose first pages have arrived. */
async function register(subdomain: string, more: object = {}): Promise<Member> {
  const email = `${subdomain}@example.com`;
  const password = `correct horse ${subdomain}`;
  const tenant = {
    name: subdomain,
    businessName: `${subdomain} Ltd`,
    businessType: 'Plumbing',
    subdomain,
    ...more,
  };
  const answer = await product.client.post('/auth/register', { email, password, name: 'Pat', tenant });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  const { accessToken, refreshToken, activeTenantId: tenantId } = answer.body.data;
  const api = product.client.as(accessToken);
  await until(async () => (await api.get(`/tenants/${tenantId}/pages`)).body.data.items.length > 0);
  return { api, tenantId, host: `${subdomain}.localhost`, refreshToken, email, password };
}

async function pagesOf({ api, tenantId }: Member): Promise<{ id: string; slug: string; status: string }[]> {
  return (await api.get(`/tenants/${tenantId}/pages?limit=100`)).body.data.items;
}

const homeOf = async (member: Member): Promise<string> => {
  const home = (await pagesOf(member)).find(({ slug }) => slug === 'home');
  if (!home) throw new Error('There is no home page.');
  return home.id;
};

const audit = async ({ api, tenantId }: Member): Promise<{ action: string; resourceId: string }[]> =>
  (await api.get(`/tenants/${tenantId}/audit-logs?limit=100`)).body.data.items;

describe('from registration to a site that the world can see', () => {
  it('registers, edits, publishes, and shows exactly what was published', async () => {
    const templates = (await product.client.get('/templates')).body.data.items;
    expect(templates.length).toBeGreaterThanOrEqual(3);
    const member = await register('walker', { templateId: templates[0].id });
    const { api, tenantId, host } = member;
    const soon = await product.client.site(host);
    expect([soon.status, soon.text.includes('noindex')]).toEqual([404, true]);
    expect((await product.client.get(`/public/site?host=${host}`)).body.code).toBe('site.not_published');

    const home = await homeOf(member);
    const draft = await api.get(`/tenants/${tenantId}/pages/${home}`);
    const sections = [
      { type: 'hero', content: { heading: 'Water <b>where</b> it belongs' } },
      ...draft.body.data.sections.slice(1),
    ];
    const edited = await api.put(
      `/tenants/${tenantId}/pages/${home}`,
      { sections },
      { 'If-Match': draft.headers.etag ?? '' },
    );
    expect(edited.status).toBe(200);
    const published = await api.post(`/tenants/${tenantId}/pages/${home}/publish`);
    expect([published.status, published.body.data.status]).toEqual([200, 'published']);
    expect(published.headers['x-route']).toBeUndefined();
    expect(published.headers['x-invalidate']).toBeUndefined();

    const page = await until(async () => {
      const seen = await product.client.site(host);
      return seen.status === 200 && seen;
    }, 1_000);
    expect(page.text).toContain('Water &lt;b&gt;where&lt;/b&gt; it belongs');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    const again = await product.client.site(host, '/', { 'if-none-match': page.headers.etag ?? '' });
    expect([again.status, again.text]).toEqual([304, '']);

    await api.put(`/tenants/${tenantId}/pages/${home}`, { title: 'Not yet for readers' });
    expect((await product.client.site(host)).headers.etag).toBe(page.headers.etag);
    const json = await product.client.get(`/public/page?host=${host}&path=/`);
    expect(json.body.data).toMatchObject({ path: '/', sections: expect.any(Array) });
  });

  it('shows a changed look within a second, and a deleted business not at all', async () => {
    const member = await register('fader');
    const { api, tenantId, host } = member;
    await api.post(`/tenants/${tenantId}/pages/${await homeOf(member)}/publish`);
    await until(async () => (await product.client.site(host)).status === 200, 1_000);
    await api.put(`/tenants/${tenantId}/branding`, { primaryColor: '#123456' });
    await until(async () => (await product.client.site(host)).text.includes('#123456'), 2_000);
    const made = await api.post(`/tenants/${tenantId}/api-keys`, {
      name: 'Build',
      permissions: ['read:tenants', 'read:pages'],
    });
    const byKey = product.client.with({ 'x-api-key': made.body.data.key });
    expect((await byKey.get(`/tenants/${tenantId}`)).status).toBe(200);
    expect((await api.delete(`/tenants/${tenantId}`)).status).toBe(204);
    const gone = await api.get(`/tenants/${tenantId}/pages`);
    expect([gone.status, gone.body.code]).toEqual([410, 'tenant.deleted']);
    for (const path of [`/tenants/${tenantId}`, `/tenants/${tenantId}/pages`, '/auth/me']) {
      await until(async () => (await byKey.get(path)).status === 401);
    }
    await until(async () => (await product.client.site(host)).status === 410, 2_000);
    expect((await api.post(`/tenants/${tenantId}/restore`)).status).toBe(200);
    await until(async () => (await product.client.site(host)).status === 200, 2_000);
    await until(async () => (await byKey.get(`/tenants/${tenantId}`)).status === 200);
  });

  it('takes a picture, serves it in the page and from its url, and keeps it while it is used', async () => {
    const member = await register('painter');
    const { api, tenantId, host } = member;
    const jpeg = await sharp({ create: { width: 1200, height: 800, channels: 3, background: '#c33' } })
      .jpeg()
      .toBuffer();
    const uploaded = await api.upload(`/tenants/${tenantId}/assets`, jpeg, 'red.jpg', { alt: 'Red' });
    expect(uploaded.status).toBe(201);
    const asset = uploaded.body.data;
    const file = await product.client.site('localhost', new URL(asset.url).pathname);
    expect([file.status, file.headers['cache-control']]).toEqual([
      200,
      'public, max-age=31536000, immutable',
    ]);
    const { usedBytes } = (await api.get(`/tenants/${tenantId}/assets/usage`)).body.data;
    expect(usedBytes).toBeGreaterThan(0);
    await until(async () => {
      const { body } = await api.get(`/tenants/${tenantId}/subscription`);
      return body.data?.usage.storageBytes === usedBytes;
    });
    const home = await homeOf(member);
    const hero = { type: 'hero', content: { heading: 'Red', picture: { assetId: asset.id } } };
    expect((await api.put(`/tenants/${tenantId}/pages/${home}`, { sections: [hero] })).status).toBe(200);
    const foreign = { type: 'hero', content: { heading: 'x', picture: { assetId: newId() } } };
    expect((await api.put(`/tenants/${tenantId}/pages/${home}`, { sections: [foreign] })).status).toBe(422);
    await api.post(`/tenants/${tenantId}/pages/${home}/publish`);
    const page = await until(async () => {
      const seen = await product.client.site(host);
      return seen.status === 200 && seen;
    }, 2_000);
    const source = /src="(\/_sn\/assets\/[^"]+)"/.exec(page.text)?.[1];
    expect((await product.client.site(host, source)).status).toBe(200);
    const refused = await until(async () => {
      const answer = await api.delete(`/tenants/${tenantId}/assets/${asset.id}`);
      return answer.status === 409 && answer;
    });
    expect(refused.body.code).toBe('asset.in_use');
  });
});

describe('what is recorded', () => {
  it('leaves exactly one audit entry for each change, and none for what follows or is refused', async () => {
    const member = await register('scribe');
    const { api, tenantId } = member;
    const base = `/tenants/${tenantId}`;
    const made = await api.post(`${base}/pages`, { slug: 'about', title: 'About' });
    const page = `${base}/pages/${made.body.data.id}`;
    await api.put(page, {
      title: 'About us',
      sections: [{ type: 'text', content: await example('text') }],
    });
    await api.post(`${page}/sections`, { type: 'faq', content: await example('faq') });
    await api.post(`${page}/publish`);
    await api.post(`${base}/pages`, { slug: 'about', title: 'Taken' });
    await api.put(page, { title: '' });
    await api.put(`${base}/branding`, { primaryColor: '#222222' });
    await api.delete(page);
    const wanted = [
      'tenant.create',
      'page.create',
      'page.update',
      'section.create',
      'page.publish',
      'branding.update',
      'page.delete',
    ];
    const entries = await until(async () => {
      const seen = await audit(member);
      return seen.length >= wanted.length && seen;
    });
    expect(entries.map(({ action }) => action).reverse()).toEqual(wanted);
  });

  it('gives a new business its trial by an event', async () => {
    const { api, tenantId } = await register('trialist');
    const trial = await until(async () => {
      const answer = await api.get(`/tenants/${tenantId}/subscription`);
      return answer.status === 200 && answer.body.data;
    });
    expect(trial).toMatchObject({ plan: 'pro', status: 'trial' });
    await until(
      async () => (await api.get(`/tenants/${tenantId}`)).body.data.subscription?.status === 'trial',
    );
  });
});

async function example(type: string): Promise<object> {
  const { items } = (await product.client.get('/section-types')).body.data;
  return items.find((item: { type: string }) => item.type === type).example;
}

describe('who may do what', () => {
  it('keeps two businesses apart in every direction', async () => {
    const [mine, theirs] = [await register('mine'), await register('theirs')];
    const page = await homeOf(theirs);
    const before = await theirs.api.get(`/tenants/${theirs.tenantId}/pages/${page}`);
    for (const path of [
      `/tenants/${theirs.tenantId}`,
      `/tenants/${theirs.tenantId}/pages/${page}`,
      `/tenants/${newId()}`,
    ]) {
      const answer = await mine.api.get(path);
      expect([answer.status, answer.body.code]).toEqual([403, 'tenant.forbidden']);
    }
    const own = `/tenants/${mine.tenantId}/pages/${page}`;
    for (const answer of [
      await mine.api.get(own),
      await mine.api.put(own, { title: 'x' }),
      await mine.api.delete(own),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([404, 'page.not_found']);
    }
    const child = { slug: 'child', title: 'x', parentId: page };
    expect((await mine.api.post(`/tenants/${mine.tenantId}/pages`, child)).status).toBe(422);
    const after = await theirs.api.get(`/tenants/${theirs.tenantId}/pages/${page}`);
    expect(after.body.data).toEqual(before.body.data);
  });

  it('ends a session everywhere at once, and a revoked key within a second', async () => {
    const { api, tenantId, email, password } = await register('leaver');
    const { accessToken, refreshToken } = (await product.client.post('/auth/login', { email, password })).body
      .data;
    const other = product.client.as(accessToken);
    const made = await api.post(`/tenants/${tenantId}/api-keys`, {
      name: 'Reader',
      permissions: ['read:pages'],
    });
    const { key, id } = made.body.data;
    const byKey = product.client.with({ 'x-api-key': key });
    expect((await byKey.get(`/tenants/${tenantId}/pages`)).status).toBe(200);
    expect((await byKey.post(`/tenants/${tenantId}/pages`, { slug: 'x', title: 'x' })).status).toBe(403);
    expect((await other.post('/auth/logout')).status).toBe(204);
    expect((await other.get('/auth/me')).status).toBe(401);
    expect((await product.client.post('/auth/refresh', { refreshToken })).status).toBe(401);
    expect((await api.delete(`/tenants/${tenantId}/api-keys/${id}`)).status).toBe(204);
    await until(async () => (await byKey.get(`/tenants/${tenantId}/pages`)).status === 401, 1_000);
  });

  it('lets one of 50 parallel creations of a slug win, and one of 100 writers with one entity tag', async () => {
    const { api, tenantId } = await register('racer');
    const pages = `/tenants/${tenantId}/pages`;
    const created = await Promise.all(
      Array.from({ length: 50 }, () => api.post(pages, { slug: 'race', title: 'Race' })),
    );
    expect(created.map(({ status }) => status).sort()).toEqual([
      201,
      ...Array.from({ length: 49 }, () => 409),
    ]);
    const winner = created.find(({ status }) => status === 201);
    const path = `${pages}/${winner?.body.data.id}`;
    const tag = { 'If-Match': (await api.get(path)).headers.etag ?? '' };
    const written = await Promise.all(
      Array.from({ length: 100 }, (_, number) => api.put(path, { title: `Lap ${number}` }, tag)),
    );
    expect(written.map(({ status }) => status).sort()).toEqual([
      200,
      ...Array.from({ length: 99 }, () => 412),
    ]);
  });

  it('lets 50 refreshes at once of one token leave one line', async () => {
    const { refreshToken } = await register('refresher');
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => product.client.post('/auth/refresh', { refreshToken })),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(new Set(answers.map(({ body }) => body.data.refreshToken)).size).toBe(1);
  });

  it('shows the platform everything, and 404 for a business that never was', async () => {
    const { tenantId } = await register('watched');
    const login = await product.client.post('/auth/login', product.superAdmin);
    const platform = product.client.as(login.body.data.accessToken);
    expect((await platform.get(`/tenants/${tenantId}`)).status).toBe(200);
    expect((await platform.get(`/tenants/${newId()}/pages`)).status).toBe(404);
    expect((await platform.get('/tenants/no-id/pages')).status).toBe(404);
    expect((await platform.get('/audit-logs')).body.data.items.length).toBeGreaterThan(0);
  });
});
