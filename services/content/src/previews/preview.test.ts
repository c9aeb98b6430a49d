import { callers } from '@siteninja/testing';
import { startContent, type TestContent, type TestTenant } from '../test-support';

let service: TestContent;
let tenant: TestTenant;
let pagesPath: string;
let releasesPath: string;

beforeAll(async () => {
  service = await startContent();
});
afterAll(() => service.stop());
beforeEach(async () => {
  tenant = await service.newTenant();
  pagesPath = `/tenants/${tenant.id}/pages`;
  releasesPath = `/tenants/${tenant.id}/releases`;
});

const admin = () => service.as(callers.admin(tenant.id));
const page = async (slug: string, more: Record<string, unknown> = {}) =>
  (
    await admin()
      .post(pagesPath)
      .send({ slug, title: slug, ...more })
  ).body.data;
const preview = async (path: string) => {
  const answer = await admin().post(`${path}/preview`);
  expect(answer.status).toBe(200);
  return new URL(answer.body.data.url);
};
const visit = ({ pathname }: URL, more = '') => tenant.visit(pathname + more);

describe('the preview of a page', () => {
  it('shows the draft as it is by then, inside its site, to whoever has the link, and to nobody else', async () => {
    await tenant.publish('home');
    const about = await page('about', { title: 'Live words', status: 'published' });
    await admin().put(`${pagesPath}/${about.id}`).send({ title: 'Draft words' });
    const url = await preview(`${pagesPath}/${about.id}`);
    expect(url.origin).toBe(tenant.data.siteUrl);
    expect((await visit(url)).body).toContain('Draft words');
    await admin().put(`${pagesPath}/${about.id}`).send({ title: 'Newest words' });
    const shown = await visit(url);
    expect(shown.body).toContain('Newest words');
    expect(shown.headers).toMatchObject({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' });
    expect((await tenant.visit('/about')).body).toContain('Live words');
  });

  it('leads on inside itself, by the menu and the links of the page', async () => {
    await tenant.publish('home');
    const body = '<p><a href="/team#us">Team</a> <a href="https://x.example/a">Out</a></p>';
    const about = await page('about', { sections: [{ type: 'text', content: { body } }] });
    await page('team', { title: 'Our team', status: 'published' });
    const url = await preview(`${pagesPath}/${about.id}`);
    const shown = (await visit(url)).body;
    expect(shown).toContain(`href="${url.pathname}/team#us"`);
    expect(shown).toContain(`href="${url.pathname}/"`);
    expect(shown).toContain('href="https://x.example/a"');
    expect((await visit(url, '/team')).body).toContain('Our team');
    expect((await visit(url, '/')).status).toBe(200);
    expect((await visit(url, '/about')).status).toBe(200);
    expect((await visit(url, '/nothing')).status).toBe(404);
  });

  it('works before anything is published', async () => {
    const { home } = await tenant.pages();
    const url = await preview(`${pagesPath}/${home?.id}`);
    expect((await visit(url)).status).toBe(200);
    expect((await tenant.visit('/')).status).toBe(404);
  });

  it('is over after a day, and a changed token, another host or a deleted page shows nothing', async () => {
    const about = await page('about');
    const url = await preview(`${pagesPath}/${about.id}`);
    const other = await service.newTenant();
    expect((await other.visit(url.pathname)).status).toBe(404);
    const [payload, signature] = url.pathname.split('/').at(-1)?.split('.') ?? [];
    const forged = Buffer.from(
      Buffer.from(payload ?? '', 'base64url')
        .toString()
        .replace(about.id, other.id),
    ).toString('base64url');
    for (const token of [`${forged}.${signature}`, `${payload}.x`, 'x', '', `${payload}.${signature}.x`]) {
      expect([token, (await tenant.visit(`/_sn/preview/${token}`)).status]).toEqual([token, 404]);
    }
    const now = jest.spyOn(service.ctx.clock, 'now').mockReturnValue(new Date(Date.now() + 25 * 3_600_000));
    expect((await visit(url)).status).toBe(404);
    now.mockRestore();
    expect((await visit(url)).status).toBe(200);
    await admin().delete(`${pagesPath}/${about.id}`);
    expect((await visit(url)).status).toBe(404);
  });

  it('is made by all who may read pages', async () => {
    const { home } = await tenant.pages();
    const viewer = service.as(callers.viewer(tenant.id));
    expect((await viewer.post(`${pagesPath}/${home?.id}/preview`)).status).toBe(200);
    expect((await service.as(callers.nonMember()).post(`${pagesPath}/${home?.id}/preview`)).status).toBe(403);
  });
});

describe('the preview of a release', () => {
  it('shows the whole site as it would be, with what comes and without what goes', async () => {
    await tenant.publish('home');
    const old = await page('old', { status: 'published' });
    const fresh = await page('fresh');
    const items = [
      { pageId: fresh.id, action: 'publish' },
      { pageId: old.id, action: 'unpublish' },
    ];
    const staged = (await admin().post(releasesPath).send({ status: 'staged', items })).body.data;
    const url = await preview(`${releasesPath}/${staged.id}`);
    const home = (await visit(url)).body;
    expect(home).toContain(`${url.pathname}/fresh`);
    expect(home).not.toContain(`${url.pathname}/old`);
    expect([(await visit(url, '/fresh')).status, (await visit(url, '/old')).status]).toEqual([200, 404]);
    expect([(await tenant.visit('/fresh')).status, (await tenant.visit('/old')).status]).toEqual([404, 200]);
  });

  it('shows what was live once', async () => {
    await tenant.publish('home');
    const about = await page('about', { title: 'Old words', status: 'published' });
    const [first] = (await admin().get(`${releasesPath}?status=live`)).body.data.items;
    await admin().put(`${pagesPath}/${about.id}`).send({ title: 'New words', status: 'published' });
    const url = await preview(`${releasesPath}/${first.id}`);
    expect((await visit(url, '/about')).body).toContain('Old words');
  });
});
