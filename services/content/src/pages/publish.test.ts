import { callers } from '@siteninja/testing';
import { assetData, startContent, type TestContent, type TestTenant } from '../test-support';

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
const text = (body: string) => ({ type: 'text', content: { body: `<p>${body}</p>` } });
const ownEvents = async () => (await service.events()).filter(({ tenantId }) => tenantId === tenant.id);
const since = async (count: number) =>
  (await ownEvents()).slice(count).map(({ type, causedBy, id }) => ({ type, causedBy, id }));

describe('publishing', () => {
  it('freezes the page into a version, and makes it live in a release that follows from it', async () => {
    const page = await create({ slug: 'about', title: 'About', sections: [text('First')] });
    const before = (await ownEvents()).length;
    const answer = await admin().post(`${path}/${page.id}/publish`);
    expect(answer.status).toBe(200);
    expect(answer.body.data).toMatchObject({
      status: 'published',
      publishedVersion: 1,
      publishedAt: expect.any(String),
      hasUnpublishedChanges: false,
    });
    expect(answer.headers['x-invalidate']).toBe(`site:${tenant.id}`);
    expect(answer.headers.etag).toBe((await admin().get(`${path}/${page.id}`)).headers.etag);
    const [published, activated, ...others] = await since(before);
    expect(published).toMatchObject({ type: 'page.published', causedBy: undefined });
    expect(activated).toMatchObject({ type: 'release.activated', causedBy: published?.id });
    expect(others).toEqual([]);
    const release = (await ownEvents()).at(-1);
    expect(release?.data.entries).toEqual([{ path: '/about', pageId: page.id, version: 1 }]);
    expect(release?.data.number).toBe(1);
  });

  it('shows visitors nothing of what is edited until it is published again', async () => {
    const page = await create({ slug: 'about', title: 'About', sections: [text('First words')] });
    await tenant.publish('about');
    const live = await tenant.visit('/about');
    const edited = await admin()
      .put(`${path}/${page.id}`)
      .send({ title: 'New', sections: [text('Second')] });
    expect(edited.body.data).toMatchObject({ status: 'published', hasUnpublishedChanges: true });
    expect(await tenant.visit('/about')).toEqual(live);
    const published = (await admin().get(`${path}/${page.id}?version=published`)).body.data;
    expect(published).toMatchObject({ title: 'About', sections: page.sections });
    const again = await admin().put(`${path}/${page.id}`).send({ title: 'Newer' });
    expect(again.body.data.hasUnpublishedChanges).toBe(true);
    expect((await tenant.publish('about')).publishedVersion).toBe(2);
    expect((await tenant.visit('/about')).body).toContain('Second');
    expect((await admin().get(`${path}/${page.id}?version=1`)).body.data.title).toBe('About');
    const retitled = await admin().put(`${path}/${page.id}`).send({ title: 'Otherwise' });
    expect(retitled.body.data.hasUnpublishedChanges).toBe(true);
    const back = await admin().put(`${path}/${page.id}`).send({ title: 'Newer' });
    expect(back.body.data.hasUnpublishedChanges).toBe(false);
    expect((await admin().get(`${path}/${page.id}?version=3`)).status).toBe(404);
    expect((await admin().get(`${path}/${page.id}?version=latest`)).status).toBe(422);
  });

  it('is the same by the status: one event of the request, the others follow from it', async () => {
    const count = async () => (await ownEvents()).length;
    let before = await count();
    const page = await create({ slug: 'about', status: 'published' });
    expect(page).toMatchObject({ status: 'published', publishedVersion: 1 });
    const [created, published, activated] = await since(before);
    expect([created?.type, published?.type, activated?.type]).toEqual([
      'page.created',
      'page.published',
      'release.activated',
    ]);
    expect([created?.causedBy, published?.causedBy, activated?.causedBy]).toEqual([
      undefined,
      created?.id,
      published?.id,
    ]);

    before = await count();
    await admin().put(`${path}/${page.id}`).send({ title: 'Renamed', status: 'published' });
    expect((await since(before)).map(({ type }) => type)).toEqual([
      'page.updated',
      'page.published',
      'release.activated',
    ]);
    expect((await since(before)).filter(({ causedBy }) => causedBy === undefined)).toHaveLength(1);

    before = await count();
    const down = await admin().put(`${path}/${page.id}`).send({ status: 'archived' });
    expect(down.body.data).toMatchObject({ status: 'archived', publishedVersion: null, publishedAt: null });
    const [unpublished, next] = await since(before);
    expect(unpublished).toMatchObject({ type: 'page.unpublished', causedBy: undefined });
    expect(next).toMatchObject({ type: 'release.activated', causedBy: unpublished?.id });
    expect((await tenant.visit('/about')).status).toBe(404);

    before = await count();
    await admin().put(`${path}/${page.id}`).send({ status: 'draft' });
    expect((await since(before)).map(({ type }) => type)).toEqual(['page.updated']);
  });

  it('is refused with every reason, and then nothing is saved', async () => {
    const picture = assetData(tenant.id);
    await tenant.tell('asset.uploaded', 1, picture);
    const parent = await create({ slug: 'parent' });
    const hero = { type: 'hero', content: { heading: 'Hi', picture: { assetId: picture.id } } };
    const child = await create({ slug: 'child', parentId: parent.id, sections: [hero] });
    await tenant.tell('asset.deleted', 2, picture);
    const before = (await ownEvents()).length;
    const refused = await admin().put(`${path}/${child.id}`).send({ title: 'Changed', status: 'published' });
    expect(refused.status).toBe(422);
    expect(refused.body.details.map(({ field }: { field: string }) => field)).toEqual([
      'parentId',
      'sections',
    ]);
    expect((await admin().get(`${path}/${child.id}`)).body.data).toEqual(child);
    expect(await ownEvents()).toHaveLength(before);
    expect((await admin().get(`${path}/${child.id}?version=1`)).status).toBe(404);
    const asNew = await admin()
      .post(path)
      .send({ slug: 'new', title: 'New', parentId: parent.id, status: 'published' });
    expect(asNew.status).toBe(422);
    expect((await tenant.pages()).new).toBeUndefined();
  });

  it('takes down no page above one that is live, and moves none that is live under one that is not', async () => {
    const parent = await create({ slug: 'parent', status: 'published' });
    const child = await create({ slug: 'child', parentId: parent.id, status: 'published' });
    const draft = await create({ slug: 'draft' });
    const refused = await admin().post(`${path}/${parent.id}/unpublish`);
    expect(refused.status).toBe(409);
    expect(refused.body.code).toBe('page.has_live_children');
    expect((await admin().put(`${path}/${child.id}`).send({ parentId: draft.id })).status).toBe(422);
    expect((await tenant.visit('/parent/child')).status).toBe(200);
    const moved = await admin().put(`${path}/${child.id}`).send({ parentId: null });
    expect(moved.status).toBe(200);
    expect((await tenant.visit('/parent/child')).status).toBe(301);
    expect((await tenant.visit('/child')).status).toBe(200);
    expect((await admin().post(`${path}/${parent.id}/unpublish`)).body.data.status).toBe('draft');
    expect((await admin().post(`${path}/${parent.id}/unpublish`)).body.code).toBe('page.not_published');
  });

  it('takes a deleted page out of the site at once, and moves its live children up', async () => {
    const parent = await create({ slug: 'parent', status: 'published' });
    await create({ slug: 'child', parentId: parent.id, status: 'published' });
    expect((await admin().delete(`${path}/${parent.id}?force=true`)).status).toBe(204);
    expect((await tenant.visit('/parent')).status).toBe(404);
    expect((await tenant.visit('/child')).status).toBe(200);
    const last = (await ownEvents()).at(-1);
    expect(last).toMatchObject({ type: 'release.activated', causedBy: expect.any(String) });
  });

  it('holds an If-Match, and lets one of many publishers at once through', async () => {
    const page = await create({ slug: 'about' });
    const { etag } = (await admin().get(`${path}/${page.id}`)).headers;
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        admin().post(`${path}/${page.id}/publish`).set('If-Match', String(etag)),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([
      200,
      ...Array.from({ length: 9 }, () => 412),
    ]);
  });

  it('numbers releases without gaps, however many are made at once', async () => {
    const slugs = ['a', 'b', 'c', 'd', 'e', 'f'];
    const made = await Promise.all(slugs.map((slug) => create({ slug })));
    await Promise.all(made.map(({ id }) => admin().post(`${path}/${id}/publish`)));
    const numbers = (await ownEvents())
      .filter(({ type }) => type === 'release.activated')
      .map(({ data }) => data.number);
    expect([...numbers].sort()).toEqual([1, 2, 3, 4, 5, 6]);
    const last = (await ownEvents()).findLast(({ type }) => type === 'release.activated');
    expect(last?.data.entries).toHaveLength(6);
  });
});
