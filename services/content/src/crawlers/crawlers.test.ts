import { callers } from '@siteninja/testing';
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
  path = `/tenants/${tenant.id}/crawlers`;
  await tenant.publish('home');
});

const admin = () => service.as(callers.admin(tenant.id));
const robots = async () => (await tenant.visit('/robots.txt')).body;

describe('what crawlers are told of a site', () => {
  it('is by default that search may show it and AI may not be trained on it', async () => {
    expect((await admin().get(path)).body.data).toEqual({
      ...{ tenantId: tenant.id, index: true, robots: [] },
      ...{ search: true, aiInput: null, aiTraining: false },
    });
    expect(await robots()).toBe(
      'User-agent: *\nContent-Signal: search=yes, ai-train=no\nAllow: /\nDisallow: /_sn/forms/\n\n' +
        `Sitemap: ${tenant.data.siteUrl}/sitemap.xml\n`,
    );
  });

  it('is live at once, with lines of the tenant’s own', async () => {
    const lines = ['Disallow: /internal', 'User-agent: SlowBot', 'Disallow: /'];
    const answer = await admin().put(path).send({ robots: lines, aiInput: true, aiTraining: true });
    expect(answer.body.data).toMatchObject({ robots: lines, search: true, aiInput: true });
    expect(await robots()).toContain(
      'Content-Signal: search=yes, ai-input=yes, ai-train=yes\nAllow: /\nDisallow: /_sn/forms/\n' +
        'Disallow: /internal\nUser-agent: SlowBot\nDisallow: /\n\nSitemap: ',
    );
  });

  it('keeps a site that is not to be listed out of every list, page by page', async () => {
    await admin().put(path).send({ index: false });
    for (const at of ['/', '/index.md', '/llms.txt']) {
      expect([at, (await tenant.visit(at)).headers['X-Robots-Tag']]).toEqual([at, 'noindex']);
    }
    // A page that crawlers may not fetch could not tell them so.
    expect(await robots()).toBe(
      'User-agent: *\nContent-Signal: search=no, ai-train=no\nAllow: /\nDisallow: /_sn/forms/\n',
    );
    expect((await tenant.visit('/sitemap.xml')).body).not.toContain('<loc>');
    expect((await tenant.visit('/llms.txt')).body).not.toContain('.md');
    await admin().put(path).send({ index: true });
    expect((await tenant.visit('/')).headers['X-Robots-Tag']).toBeUndefined();
  });

  it('changes nothing when it is given back, and once for one entity tag', async () => {
    const read = await admin().get(path);
    const before = (await service.events()).length;
    expect((await admin().put(path).send(read.body.data)).headers.etag).toBe(read.headers.etag);
    expect((await service.events()).length).toBe(before);
    const change = () => admin().put(path).set('If-Match', String(read.headers.etag)).send({ search: false });
    expect([(await change()).status, (await change()).status]).toEqual([200, 412]);
  });

  it('takes one line a line', async () => {
    for (const line of ['Disallow: /\nSitemap: https://evil.example/', 'what', '']) {
      const refused = await admin()
        .put(path)
        .send({ robots: ['# fine', line] });
      expect([refused.status, refused.body.details]).toMatchObject([422, [{ field: 'robots.1' }]]);
    }
  });

  it('is read by viewers and written by editors', async () => {
    expect((await service.as(callers.viewer(tenant.id)).get(path)).status).toBe(200);
    expect((await service.as(callers.viewer(tenant.id)).put(path).send({ search: false })).status).toBe(403);
    expect((await service.as(callers.editor(tenant.id)).put(path).send({ search: false })).status).toBe(200);
  });
});
