import { callers } from '@siteninja/testing';
import { RENDERER_VERSION } from '../rendering/render-page';
import { startContent, type TestContent, type TestTenant } from '../test-support';

let service: TestContent;
let tenant: TestTenant;
let path: string;

beforeAll(async () => {
  service = await startContent();
});
afterAll(() => service.stop());
beforeEach(async () => {
  tenant = await service.newTenant();
  path = `/tenants/${tenant.id}/pages`;
});

const admin = () => service.as(callers.admin(tenant.id));
const gateway = () => service.as(callers.service('gateway'));
const create = async (body: Record<string, unknown>) =>
  (
    await admin()
      .post(path)
      .send({ title: 'A page', ...body })
  ).body.data;
const liveRelease = async (): Promise<string> =>
  (await gateway().get(`/internal/sites/host?host=${tenant.host}`)).body.data.releaseId;
const byRelease = async (releaseId: string, at: string) => {
  const query = `host=${tenant.host}&tenantId=${tenant.id}&releaseId=${releaseId}&path=${encodeURIComponent(at)}`;
  return (await gateway().get(`/internal/sites/answer?${query}`)).body.data;
};

describe("a tenant's own host", () => {
  it('is known under a name that an other rendering of the same release does not have', async () => {
    await tenant.publish('home');
    const [release, renderer, ...more] = (await liveRelease()).split('.');
    expect(release).toMatch(/^[0-9a-f-]{36}$/);
    expect([renderer, more]).toEqual([String(RENDERER_VERSION), []]);
  });

  it('says "coming soon" before the first release, where search engines do not look', async () => {
    const answer = await tenant.visit('/');
    expect(answer).toMatchObject({ status: 404, headers: { 'X-Robots-Tag': 'noindex' } });
    expect(answer.body).toContain('Joe&#39;s Plumbing');
    expect(answer.body).toContain('Coming soon');
  });

  it('serves pages under their own policy, with a strong tag, never stale', async () => {
    await create({ slug: 'about', title: 'About', status: 'published' });
    await tenant.publish('home');
    const home = await tenant.visit('/');
    expect(home.status).toBe(200);
    expect(home.headers).toEqual({
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': expect.stringMatching(/^default-src 'none'/),
      'Cache-Control': 'public, max-age=0, must-revalidate',
      ETag: expect.stringMatching(/^"[\w-]{27}"$/),
    });
    expect(home.body).toMatch(/<a href="\/" aria-current="page">Home<\/a>/);
    expect(home.body).toContain('<a href="/about">About</a>');
    expect(home.body.indexOf('>Home</a>')).toBeLessThan(home.body.indexOf('>About</a>'));
  });

  it('leads to the one address of a page, and nowhere else', async () => {
    await create({ slug: 'about', status: 'published' });
    await tenant.publish('home');
    for (const [from, to] of [
      ['/home', '/'],
      ['/home/', '/'],
      ['/about/', '/about'],
      ['/About', '/about'],
      ['//', '/'],
    ]) {
      const answer = await tenant.visit(String(from));
      expect([answer.status, answer.headers.Location]).toEqual([301, to]);
    }
    for (const other of [
      '//evil.example/',
      '//about/',
      '/about/x',
      '/Nothing',
      '/nothing/',
      '/%2e%2e/',
      '/about?x',
    ]) {
      const answer = await tenant.visit(other);
      expect([other, answer.status]).toEqual([other, 404]);
      expect(answer.body).toContain('This page is not here');
    }
  });

  it('has a map of its pages for search engines', async () => {
    await create({ slug: 'about', status: 'published' });
    await create({ slug: 'secret', status: 'published', seo: { noIndex: true } });
    await create({ slug: 'draft' });
    await tenant.publish('home');
    const map = await tenant.visit('/sitemap.xml');
    const { siteUrl } = tenant.data;
    expect([...map.body.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, address]) => address)).toEqual([
      `${siteUrl}/`,
      `${siteUrl}/about`,
    ]);
    expect(map.headers['Content-Type']).toBe('application/xml; charset=utf-8');
    const robots = await tenant.visit('/robots.txt');
    expect(robots.body).toContain(`Sitemap: ${siteUrl}/sitemap.xml`);
  });

  it('gives the bytes and tag of a release whenever it is asked for that release', async () => {
    const page = await create({ slug: 'about', title: 'Old words', status: 'published' });
    await tenant.publish('home');
    const old = await liveRelease();
    const before = await byRelease(old, '/about');
    expect(before).toEqual(await tenant.visit('/about'));
    await admin().put(`${path}/${page.id}`).send({ title: 'New words', status: 'published' });
    await tenant.tell('tenant.updated', 3, { ...tenant.data, businessName: 'Renamed' });
    await tenant.tell('branding.updated', 3, { ...tenant.data.branding, primaryColor: '#123456' });
    await create({ slug: 'more', status: 'published' });
    const now = await tenant.visit('/about');
    expect(now.headers.ETag).not.toBe(before.headers.ETag);
    expect(now.body).toContain('New words');
    expect(await byRelease(old, '/about')).toEqual(before);
    expect((await byRelease(old, '/more')).status).toBe(404);
    await admin().delete(`${path}/${page.id}?force=true`);
    expect(await byRelease(old, '/about')).toEqual(before);
  });

  it("shows the pictures of a template in the brand's colours, at addresses that never change", async () => {
    const { items } = (await service.as(callers.anonymous).get('/templates')).body.data;
    const plumber = items.find(({ industry }: { industry: string }) => industry === 'Plumbing');
    const own = await service.newTenant({ templateId: plumber.id });
    await own.publish('home');
    const hrefOf = async () =>
      /<img[^>]* src="(\/_sn\/pictures\/[^"]+)"/.exec((await own.visit('/')).body)?.[1] ?? '';
    const href = await hrefOf();
    const picture = await own.visit(href);
    expect(picture.headers).toMatchObject({
      'Content-Type': 'image/svg+xml',
      'Cache-Control': 'public, max-age=31536000, immutable',
    });
    expect(picture.body).toContain('<svg');
    await own.tell('branding.updated', 3, { ...own.data.branding, primaryColor: '#7C2D12' });
    const other = await hrefOf();
    expect(other).not.toBe(href);
    expect((await own.visit(other)).body).not.toBe(picture.body);
    for (const path of [href, '/_sn/pictures/', '/_sn/pictures/plumbing.street-at-dawn-0123456789ab.svg']) {
      expect((await own.visit(path)).status).toBe(404);
    }
  });

  it("shows nobody's release under another tenant's host", async () => {
    await tenant.publish('home');
    const release = await liveRelease();
    const other = await service.newTenant({ businessName: 'Somebody Else' });
    const query = `host=${other.host}&tenantId=${other.id}&releaseId=${release}&path=/`;
    const { data } = (await gateway().get(`/internal/sites/answer?${query}`)).body;
    expect(data.status).toBe(404);
    expect(data.body).toContain('Somebody Else');
  });

  it('never shows parts of two releases while pages are being published', async () => {
    const page = await create({ slug: 'about', title: 'Round 0', status: 'published' });
    const readers = Array.from({ length: 4 }, async () => {
      for (let read = 0; read < 12; read += 1) {
        const { body } = await tenant.visit('/about');
        const titles = [...body.matchAll(/Round [0-9]+/g)].map(([title]) => title);
        // The title is in the head, in the heading and in the menu: from the version and from the release.
        expect(titles.length).toBeGreaterThan(2);
        expect(new Set(titles).size).toBe(1);
      }
    });
    for (let round = 1; round <= 8; round += 1) {
      await admin()
        .put(`${path}/${page.id}`)
        .send({ title: `Round ${round}`, status: 'published' });
    }
    await Promise.all(readers);
  });

  it('is unknown under a name that leads to no tenant', async () => {
    const { data } = (await gateway().get('/internal/sites/answer?host=nobody.example&path=/')).body;
    expect(data).toMatchObject({ status: 404, headers: { 'X-Robots-Tag': 'noindex' } });
    expect(data.body).toContain('There is no website at this address');
  });

  it('is asked for by the gateway alone', async () => {
    for (const caller of [callers.anonymous, callers.superAdmin(), callers.service('tenant')]) {
      const answer = await service.as(caller).get(`/internal/sites/host?host=${tenant.host}`);
      expect(answer.status).toBe(401);
    }
  });
});

describe('public delivery as data', () => {
  const site = (host = tenant.host) => service.as(callers.anonymous).get(`/public/site?host=${host}`);
  const page = (at: string) =>
    service.as(callers.anonymous).get(`/public/page?host=${tenant.host}&path=${encodeURIComponent(at)}`);

  it('says plainly what is not there', async () => {
    expect((await site()).body.code).toBe('site.not_published');
    expect((await page('/')).body.code).toBe('site.not_published');
    expect((await site('nobody.example')).body.code).toBe('site.not_found');
    expect((await service.as(callers.anonymous).get('/public/site')).status).toBe(422);
    await tenant.publish('home');
    expect((await page('/nothing')).body.code).toBe('page.not_found');
  });

  it('gives the site of a host, whatever its case and port', async () => {
    const about = await create({ slug: 'about', title: 'About', status: 'published' });
    await tenant.publish('home');
    const answer = await site(`${tenant.host.toUpperCase()}:8080`);
    expect(answer.headers['cache-control']).toBe('public, max-age=0, must-revalidate');
    expect(answer.body.data).toMatchObject({
      tenant: { businessName: "Joe's Plumbing", contactPhone: '020 7946 0991' },
      branding: { primaryColor: '#1D4ED8' },
      navigation: {
        header: [
          { label: 'Home', href: '/' },
          { label: 'About', href: '/about' },
        ],
        footer: [],
      },
      release: { number: 2 },
    });
    expect(answer.body.data.pages).toContainEqual({ id: about.id, path: '/about', title: 'About' });
    const again = await service
      .as(callers.anonymous)
      .get(`/public/site?host=${tenant.host}`)
      .set('If-None-Match', String(answer.headers.etag));
    expect(again.status).toBe(304);
  });

  it('gives a page as published, or where it is', async () => {
    const seo = { metaTitle: 'All about us', structuredData: { '@type': 'Thing', name: 'X' } };
    await create({ slug: 'about', title: 'About', seo, status: 'published' });
    await tenant.publish('home');
    expect((await page('/about')).body.data).toEqual({ path: '/about', title: 'About', seo, sections: [] });
    const home = (await page('/')).body.data;
    expect(home.sections[0]).toMatchObject({ sectionId: 'welcome', type: 'hero' });
    for (const at of ['/home', '/about/']) {
      const to = at === '/home' ? '/' : '/about';
      expect((await page(at)).body.data).toEqual({ redirect: { to, statusCode: 301 } });
    }
  });

  it('gives what was live at a time, also of a release that was live twice', async () => {
    const beforeAnything = new Date().toISOString();
    const times: string[] = [];
    const mark = async () => {
      // What became live in the same millisecond would count for it.
      await new Promise((resolve) => setTimeout(resolve, 5));
      times.push(new Date().toISOString());
    };
    await tenant.publish('home');
    const about = await create({ slug: 'about', title: 'One', status: 'published' });
    await mark();
    const first = await liveRelease();
    await admin().put(`${path}/${about.id}`).send({ title: 'Two', status: 'published' });
    await mark();
    await admin().post(`/tenants/${tenant.id}/releases/${first.split('.')[0]}/activate`);
    await mark();
    const titleAt = async (at: string) =>
      (await service.as(callers.anonymous).get(`/public/page?host=${tenant.host}&path=/about&at=${at}`)).body;
    const shown = await Promise.all(times.map(async (at) => (await titleAt(at)).data.title));
    expect(shown).toEqual(['One', 'Two', 'One']);
    expect((await titleAt(beforeAnything)).code).toBe('site.not_published');
    expect((await titleAt('2026-01-01')).details[0].field).toBe('at');
  });

  it('keeps structured data that could be taken for a query out', async () => {
    for (const structuredData of [{ $where: '1' }, { a: { 'b.c': 1 } }, { a: [{ $gt: '' }] }]) {
      const refused = await admin().post(path).send({ slug: 'x', title: 'X', seo: { structuredData } });
      expect(refused.status).toBe(422);
      expect(refused.body.details[0].field).toBe('seo.structuredData');
    }
  });
});
