import { newId } from '@siteninja/core';
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

const admin = () => service.as(callers.admin(tenant.id));
const create = async (body: Record<string, unknown>) => {
  const answer = await admin()
    .post(path)
    .send({ title: 'A page', ...body });
  expect(answer.status).toBe(201);
  return answer.body.data;
};

describe('the tree of pages', () => {
  it('goes five deep and no deeper, under pages of the same tenant', async () => {
    let parentId: string | null = null;
    for (const slug of ['one', 'two', 'three', 'four', 'five']) {
      const page: { id: string } = await create({ slug, parentId });
      parentId = page.id;
    }
    const tooDeep = await admin().post(path).send({ slug: 'six', title: 'Six', parentId });
    expect(tooDeep.status).toBe(422);
    expect(tooDeep.body.details[0].field).toBe('parentId');
    const other = await service.newTenant();
    const theirs = (await other.pages()).home;
    for (const id of [theirs?.id, newId()]) {
      const refused = await admin().post(path).send({ slug: 'x', title: 'X', parentId: id });
      expect(refused.status).toBe(422);
    }
  });

  it('moves a page with all that lies under it, and never under itself', async () => {
    const a = await create({ slug: 'a' });
    const b = await create({ slug: 'b', parentId: a.id });
    const c = await create({ slug: 'c', parentId: b.id });
    const d = await create({ slug: 'd' });
    expect((await admin().put(`${path}/${a.id}`).send({ parentId: c.id })).status).toBe(422);
    expect((await admin().put(`${path}/${a.id}`).send({ parentId: a.id })).status).toBe(422);
    const moved = await admin().put(`${path}/${b.id}`).send({ parentId: d.id });
    expect(moved.body.data.path).toBe('/d/b');
    expect((await admin().get(`${path}/${c.id}`)).body.data.path).toBe('/d/b/c');
    await admin().put(`${path}/${b.id}`).send({ parentId: null });
    expect((await admin().get(`${path}/${c.id}`)).body.data.path).toBe('/b/c');
  });

  it('keeps the home page where it is', async () => {
    const { home } = await tenant.pages();
    const id = home?.id ?? '';
    expect(home?.path).toBe('/');
    const page = await create({ slug: 'about' });
    expect((await admin().delete(`${path}/${id}?force=true`)).body.code).toBe('page.home_protected');
    expect((await admin().put(`${path}/${id}`).send({ parentId: page.id })).status).toBe(422);
    const under = await admin().post(path).send({ slug: 'x', title: 'X', parentId: id });
    expect(under.status).toBe(422);
    await tenant.publish('home');
    for (const refused of [
      await admin().post(`${path}/${id}/unpublish`),
      await admin().put(`${path}/${id}`).send({ title: 'Gone', status: 'archived' }),
    ]) {
      expect(refused.status).toBe(409);
      expect(refused.body.code).toBe('page.home_protected');
    }
    expect((await admin().get(`${path}/${id}`)).body.data).toMatchObject({
      title: 'Home',
      status: 'published',
    });
  });

  it('deletes what nobody uses, and by force moves the children up', async () => {
    const parent = await create({ slug: 'parent' });
    const child = await create({ slug: 'child', parentId: parent.id });
    const leaf = await create({ slug: 'leaf', parentId: child.id });
    const linking = await create({
      slug: 'linking',
      title: 'Links',
      sections: [{ type: 'text', content: { body: '<p><a href="/parent#top">there</a></p>' } }],
    });
    const refused = await admin().delete(`${path}/${parent.id}`);
    expect(refused.status).toBe(409);
    expect(refused.body.code).toBe('page.in_use');
    expect(refused.body.details[0].usedBy).toEqual([
      { type: 'page', id: child.id, title: 'A page' },
      { type: 'page', id: linking.id, title: 'Links' },
    ]);
    expect((await admin().delete(`${path}/${parent.id}?force=true`)).status).toBe(204);
    expect((await admin().get(`${path}/${parent.id}`)).status).toBe(404);
    expect((await admin().get(`${path}/${child.id}`)).body.data).toMatchObject({
      parentId: null,
      path: '/child',
    });
    expect((await admin().get(`${path}/${leaf.id}`)).body.data.path).toBe('/child/leaf');
    const events = await service.events();
    const deleted = events.find(({ type, resource }) => type === 'page.deleted' && resource.id === parent.id);
    const moved = events.find(({ type, resource }) => type === 'page.moved' && resource.id === child.id);
    expect(deleted?.causedBy).toBeUndefined();
    expect(moved?.causedBy).toBe(deleted?.id);
  });

  it('knows a link to a page in every spelling, and with the host of the site', async () => {
    const page = await create({ slug: 'services' });
    const host = tenant.host;
    const spellings = [
      '/services',
      '/services/',
      '/services?utm_source=mail#top',
      '/%73ervices',
      '/./services',
      `http://${host}/services`,
      `HTTPS://${host.toUpperCase()}:8080/services/`,
      `http://${host}./services?a=b`,
      `https://www.${host}/services#x`,
    ];
    for (const [index, href] of spellings.entries()) {
      const sections =
        index % 2 === 0
          ? [{ type: 'hero', content: { heading: 'x', primaryAction: { label: 'x', href } } }]
          : [{ type: 'text', content: { body: `<p><a href="${href}">x</a></p>` } }];
      const linking = await create({ slug: `linking-${index}`, sections });
      const refused = await admin().delete(`${path}/${page.id}`);
      expect([href, refused.status]).toEqual([href, 409]);
      expect(refused.body.details[0].usedBy).toEqual([{ type: 'page', id: linking.id, title: 'A page' }]);
      await admin().delete(`${path}/${linking.id}`);
    }
    for (const href of [
      'https://elsewhere.example/services',
      '/services-2',
      '#services',
      'mailto:services@x.example',
    ]) {
      const content = { heading: 'x', primaryAction: { label: 'x', href } };
      await create({ slug: `other-${href.length}`, sections: [{ type: 'hero', content }] });
    }
    expect((await admin().delete(`${path}/${page.id}`)).status).toBe(204);
  });

  it('moves no child to where its slug is taken', async () => {
    const parent = await create({ slug: 'parent' });
    await create({ slug: 'taken' });
    const child = await create({ slug: 'taken', parentId: parent.id });
    const refused = await admin().delete(`${path}/${parent.id}?force=true`);
    expect(refused.status).toBe(409);
    expect(refused.body.code).toBe('page.slug_taken');
    expect((await admin().get(`${path}/${child.id}`)).body.data.parentId).toBe(parent.id);
    expect((await admin().get(`${path}/${parent.id}`)).status).toBe(200);
  });
});
