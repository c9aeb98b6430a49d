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
  path = `/tenants/${tenant.id}/pages`;
});

interface SectionData {
  id: string;
  sectionId: string;
}
const admin = () => service.as(callers.admin(tenant.id));
const text = (heading: string, sectionId: string) => ({
  sectionId,
  type: 'text',
  content: { heading, body: `<p>${heading}</p>` },
});
const create = async (body: object) =>
  (
    await admin()
      .post(path)
      .send({ title: 'About', ...body })
  ).body.data;
const read = async (id: string) => (await admin().get(`${path}/${id}`)).body.data;

describe('the versions of a page', () => {
  it('are made by publishing, listed without their sections, and never change', async () => {
    const page = await create({ slug: 'about', sections: [text('One', 'a')], status: 'published' });
    await admin()
      .put(`${path}/${page.id}`)
      .send({ title: 'About us', sections: [text('Two', 'a')], status: 'published' });
    const { items, pagination } = (await admin().get(`${path}/${page.id}/versions`)).body.data;
    expect(items.map(({ number, title }: { number: number; title: string }) => [number, title])).toEqual([
      [2, 'About us'],
      [1, 'About'],
    ]);
    expect(items[0].sections).toBeUndefined();
    expect(pagination).toMatchObject({ total: 2 });
    const first = await admin().get(`${path}/${page.id}/versions/1`);
    expect(first.body.data).toMatchObject({ pageId: page.id, number: 1, title: 'About', path: '/about' });
    expect(first.body.data.sections[0].content.heading).toBe('One');
    expect(first.headers.etag).toBeDefined();
    for (const number of ['3', '0', '-1', 'x', '1.5', '99999999999999999999']) {
      const missing = await admin().get(`${path}/${page.id}/versions/${number}`);
      expect([number, missing.status, missing.body.code]).toEqual([number, 404, 'version.not_found']);
    }
  });

  it('come back into the draft with the ids of their sections, and what is live stays', async () => {
    const page = await create({
      slug: 'about',
      sections: [text('One', 'a'), text('B', 'b')],
      status: 'published',
    });
    await admin()
      .put(`${path}/${page.id}`)
      .send({ title: 'New', sections: [text('Two', 'a')], status: 'published' });
    const live = await tenant.visit('/about');
    await admin().post(`${path}/${page.id}/move`).send({ slug: 'company' });
    const count = (await service.events()).length;
    const restored = await admin().post(`${path}/${page.id}/versions/1/restore`);
    expect(restored.body.data).toMatchObject({
      title: 'About',
      slug: 'company',
      publishedVersion: 2,
      hasUnpublishedChanges: true,
    });
    expect(restored.body.data.sections.map(({ id }: SectionData) => id)).toEqual(
      page.sections.map(({ id }: SectionData) => id),
    );
    const events = (await service.events()).slice(count);
    expect(events.map(({ type }) => type)).toEqual(['page.updated']);
    expect((await tenant.visit('/company')).body).toContain('Two');
    expect(live.body).toContain('Two');
    await tenant.publish('company');
    expect((await tenant.visit('/company')).body).toContain('One');
  });
});

describe('a copy of a page', () => {
  it('is a draft beside it, with a slug, sections and life of its own', async () => {
    const parent = await create({ slug: 'firm', status: 'published' });
    const body = {
      slug: 'about',
      parentId: parent.id,
      sections: [text('One', 'a')],
      seo: { metaTitle: 'M' },
    };
    const page = await create({ ...body, status: 'published' });
    const copies = await Promise.all([1, 2, 3].map(() => admin().post(`${path}/${page.id}/duplicate`)));
    expect(copies.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(copies.map((copy) => copy.body.data.slug).sort()).toEqual([
      'about-copy',
      'about-copy-2',
      'about-copy-3',
    ]);
    const copy = copies[0]?.body.data;
    expect(copies[0]?.headers.location).toBe(`/api${path}/${copy.id}`);
    expect(copy).toMatchObject({
      parentId: parent.id,
      path: `/firm/${copy.slug}`,
      status: 'draft',
      publishedVersion: null,
      seo: { metaTitle: 'M' },
    });
    expect(copy.sections[0]).toMatchObject({ sectionId: 'a', content: { heading: 'One' } });
    expect(copy.sections[0].id).not.toBe(page.sections[0].id);
    await admin()
      .put(`${path}/${copy.id}/sections/${copy.sections[0].id}`)
      .send({ content: { body: '<p>x</p>' } });
    expect((await read(page.id)).sections[0].content.heading).toBe('One');
  });

  it('knows what its template gave, and fits however long the slug is', async () => {
    const [template] = (await service.as(callers.anonymous).get('/templates')).body.data.items;
    const page = await create({ slug: 'z'.repeat(255), templateId: template.id });
    const copy = (await admin().post(`${path}/${page.id}/duplicate`)).body.data;
    expect(copy.slug).toBe(`${'z'.repeat(250)}-copy`);
    expect(copy.template).toEqual({ templateId: template.id, customizations: [] });
    const home = (await tenant.pages()).home?.id ?? '';
    expect((await admin().post(`${path}/${home}/duplicate`)).body.data).toMatchObject({ path: '/home-copy' });
  });
});

describe('a deleted page', () => {
  it('comes back as a draft with everything it had, and the second time nothing happens', async () => {
    const page = await create({ slug: 'about', sections: [text('One', 'a')], status: 'published' });
    await admin().delete(`${path}/${page.id}`);
    expect((await admin().get(`${path}/${page.id}`)).status).toBe(404);
    const restored = await admin().post(`${path}/${page.id}/restore`);
    expect(restored.body.data).toMatchObject({
      id: page.id,
      path: '/about',
      status: 'draft',
      publishedVersion: null,
    });
    expect(restored.body.data.sections).toEqual(page.sections);
    expect((await tenant.visit('/about')).status).toBe(404);
    const count = (await service.events()).length;
    expect((await admin().post(`${path}/${page.id}/restore`)).status).toBe(200);
    expect((await service.events()).length).toBe(count);
    await tenant.publish('about');
    expect((await tenant.visit('/about')).status).toBe(200);
    expect((await admin().get(`${path}/${page.id}/versions`)).body.data.pagination.total).toBe(2);
  });

  it('is refused where its slug is taken by now, and comes to the top where its parent is gone', async () => {
    const page = await create({ slug: 'about' });
    await admin().delete(`${path}/${page.id}`);
    await create({ slug: 'about' });
    const refused = await admin().post(`${path}/${page.id}/restore`);
    expect([refused.status, refused.body.code]).toEqual([409, 'page.slug_taken']);
    const parent = await create({ slug: 'firm' });
    const child = await create({ slug: 'team', parentId: parent.id });
    await admin().delete(`${path}/${child.id}`);
    await admin().delete(`${path}/${parent.id}`);
    expect((await admin().post(`${path}/${child.id}/restore`)).body.data).toMatchObject({
      parentId: null,
      path: '/team',
    });
    const other = await service.newTenant();
    const foreign = await service
      .as(callers.admin(other.id))
      .post(`/tenants/${other.id}/pages/${child.id}/restore`);
    expect(foreign.body.code).toBe('page.not_found');
  });
});
