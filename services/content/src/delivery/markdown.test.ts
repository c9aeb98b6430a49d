import { callers } from '@siteninja/testing';
import { startContent, type TestContent } from '../test-support';

let service: TestContent;
beforeAll(async () => {
  service = await startContent();
});
afterAll(() => service.stop());

const MARKDOWN = 'text/markdown; charset=utf-8';

async function newSite() {
  const tenant = await service.newTenant();
  const create = (slug: string, more: Record<string, unknown> = {}) =>
    service
      .as(callers.admin(tenant.id))
      .post(`/tenants/${tenant.id}/pages`)
      .send({ slug, title: slug, status: 'published', ...more });
  const content = { heading: 'Why us', body: '<p>We <strong>care</strong></p>' };
  await create('about', { title: 'About', sections: [{ type: 'text', content }] });
  await create('secret', { seo: { noIndex: true } });
  await create('draft', { status: 'draft' });
  await tenant.publish('home');
  return tenant;
}

describe('a live site for those who read Markdown', () => {
  it('has each page a second time, which search engines know to be the same', async () => {
    const { visit, data } = await newSite();
    const about = await visit('/about.md');
    expect(about).toMatchObject({
      status: 200,
      headers: { 'Content-Type': MARKDOWN, Link: `<${data.siteUrl}/about>; rel="canonical"` },
    });
    expect(about.body).toMatch(/^# About\n\n## Why us\n\nWe \*\*care\*\*\n/);
    expect(await visit('/index.md')).toMatchObject({ status: 200, headers: { 'Content-Type': MARKDOWN } });
    expect((await visit('/secret.md')).headers['X-Robots-Tag']).toBe('noindex');
    for (const path of ['/draft.md', '/.md', '/home.md', '/nothing.md']) {
      expect([path, (await visit(path)).status]).toEqual([path, 404]);
    }
  });

  it('lists in llms.txt the pages that may be listed', async () => {
    const { visit, data } = await newSite();
    const { headers, body } = await visit('/llms.txt');
    expect(headers['Content-Type']).toBe(MARKDOWN);
    expect([...body.matchAll(/^- \[.*?\]\((.*?)\)/gm)].map(([, address]) => address)).toEqual([
      `${data.siteUrl}/index.md`,
      `${data.siteUrl}/about.md`,
    ]);
  });
});
