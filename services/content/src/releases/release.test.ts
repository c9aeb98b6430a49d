import { newId } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import { startContent, type TestContent, type TestTenant } from '../test-support';

let service: TestContent;
let tenant: TestTenant;
let path: string;
let pagesPath: string;

beforeAll(async () => {
  service = await startContent();
});
afterAll(() => service.stop());
beforeEach(async () => {
  tenant = await service.newTenant();
  path = `/tenants/${tenant.id}/releases`;
  pagesPath = `/tenants/${tenant.id}/pages`;
});

const admin = () => service.as(callers.admin(tenant.id));
const page = async (slug: string, more: Record<string, unknown> = {}) => {
  const answer = await admin()
    .post(pagesPath)
    .send({ slug, title: slug, ...more });
  return answer.body.data;
};
const retitle = (id: string, title: string) => admin().put(`${pagesPath}/${id}`).send({ title });
const read = async (id: string) => (await admin().get(`${pagesPath}/${id}`)).body.data;
const list = async (query = '') => (await admin().get(`${path}${query}`)).body.data.items;
const live = async () => (await list('?status=live'))[0];
const stage = (items: object[], name: string | null = null) =>
  admin().post(path).send({ name, items, status: 'staged' });
const activate = (id: string) => admin().post(`${path}/${id}/activate`);
const eventsSince = async (count: number) =>
  (await service.events()).slice(count).filter(({ tenantId }) => tenantId === tenant.id);

describe('a release of everything that has changed', () => {
  it('publishes the live pages that differ, and leaves drafts alone', async () => {
    await tenant.publish('home');
    const [about, team] = [
      await page('about', { status: 'published' }),
      await page('team', { status: 'published' }),
    ];
    const draft = await page('draft');
    await retitle(about.id, 'About us');
    await retitle(team.id, 'Our team');
    await retitle(draft.id, 'Still a draft');
    const count = (await service.events()).length;
    const answer = await admin().post(path);
    expect(answer.status).toBe(201);
    expect(answer.headers.location).toBe(`/api${path}/${answer.body.data.id}`);
    expect(answer.body.data).toMatchObject({ number: 4, status: 'live', name: null });
    expect(answer.body.data.entries).toContainEqual({ path: '/about', pageId: about.id, version: 2 });
    expect((await tenant.visit('/about')).body).toContain('About us');
    expect((await tenant.visit('/draft')).status).toBe(404);
    expect(await read(about.id)).toMatchObject({ publishedVersion: 2, hasUnpublishedChanges: false });
    const events = await eventsSince(count);
    expect(events.map(({ type, causedBy }) => [type, causedBy])).toEqual([
      ['release.activated', undefined],
      ['page.published', events[0]?.id],
      ['page.published', events[0]?.id],
    ]);
  });

  it('is the live one, with status 200, where nothing has changed, and a conflict where nothing ever was live', async () => {
    const early = await admin().post(path);
    expect([early.status, early.body.code]).toEqual([409, 'release.nothing_to_publish']);
    await tenant.publish('home');
    const count = (await service.events()).length;
    const again = await admin().post(path).send({});
    expect([again.status, again.body.data.number, again.body.data.status]).toEqual([200, 1, 'live']);
    expect(await eventsSince(count)).toEqual([]);
  });

  it('names every page that cannot be published, and publishes none of them', async () => {
    await tenant.publish('home');
    const about = await page('about', { status: 'published' });
    const picture = newId();
    service.assets.set(picture, { ...assetOf(tenant.id, picture) });
    const hero = { type: 'hero', content: { heading: 'Hi', picture: { assetId: picture } } };
    await admin()
      .put(`${pagesPath}/${about.id}`)
      .send({ title: 'New', sections: [hero] });
    await tenant.tell('asset.deleted', 9, assetOf(tenant.id, picture));
    const refused = await admin().post(path);
    expect([refused.status, refused.body.details]).toMatchObject([422, [{ field: 'pages' }]]);
    expect(refused.body.details[0].message).toContain('New');
    expect((await tenant.visit('/about')).body).not.toContain('New');
  });

  it('of fifty pages is one release, and one pointer', async () => {
    await tenant.publish('home');
    const ids: string[] = [];
    for (let number = 0; number < 50; number += 1) {
      ids.push((await page(`p${number}`)).id);
    }
    const staged = await stage(ids.map((pageId) => ({ pageId, action: 'publish' })));
    const answer = await activate(staged.body.data.id);
    expect(answer.body.data).toMatchObject({ number: 2, status: 'live' });
    expect(answer.body.data.entries).toHaveLength(51);
    expect((await tenant.visit('/p49')).status).toBe(200);
  });
});

describe('a staged release', () => {
  it('waits, can be changed and deleted, and does what it says when it is activated', async () => {
    await tenant.publish('home');
    const old = await page('old', { status: 'published' });
    const parent = await page('offers');
    const child = await page('spring', { parentId: parent.id });
    const staged = await stage([{ pageId: child.id, action: 'publish' }], 'Spring');
    expect(staged.status).toBe(201);
    expect(staged.body.data).toMatchObject({ status: 'staged', number: null, name: 'Spring', entries: [] });
    const { id } = staged.body.data;
    const blocked = await admin().get(`${path}/${id}/check`);
    expect(blocked.body.data).toMatchObject({ isReady: false, blockers: [{ field: 'items.0' }] });
    const refused = await activate(id);
    expect([refused.status, refused.body.details]).toMatchObject([422, [{ field: 'items.0' }]]);
    const items = [
      { pageId: child.id, action: 'publish' },
      { pageId: parent.id, action: 'publish' },
      { pageId: old.id, action: 'unpublish' },
    ];
    expect((await admin().put(`${path}/${id}`).send({ items })).body.data).toMatchObject({
      name: 'Spring',
      items,
    });
    expect((await admin().get(`${path}/${id}/check`)).body.data).toEqual({ isReady: true, blockers: [] });
    // It takes its content when it is activated.
    await retitle(child.id, 'Spring at last');
    expect((await tenant.visit('/offers/spring')).status).toBe(404);
    const done = await activate(id);
    expect(done.body.data).toMatchObject({ id, status: 'live', number: 3, name: 'Spring' });
    expect((await tenant.visit('/offers/spring')).body).toContain('Spring at last');
    expect((await tenant.visit('/old')).status).toBe(404);
    expect(await read(old.id)).toMatchObject({ status: 'draft', publishedVersion: null });
    const again = await admin().delete(`${path}/${id}`);
    expect([again.status, again.body.code]).toEqual([409, 'release.not_staged']);
  });

  it('is deleted without a trace on the site', async () => {
    await tenant.publish('home');
    const { home } = await tenant.pages();
    const { id } = (await stage([{ pageId: home?.id, action: 'publish' }])).body.data;
    expect(await list('?status=staged')).toMatchObject([{ id }]);
    expect((await admin().delete(`${path}/${id}`)).status).toBe(204);
    expect((await admin().get(`${path}/${id}`)).body.code).toBe('release.not_found');
    expect((await live()).number).toBe(1);
  });

  it('refuses pages that are not there, twice the same, the home page going down, and children left alone', async () => {
    await tenant.publish('home');
    const { home } = await tenant.pages();
    const parent = await page('offers', { status: 'published' });
    await page('spring', { parentId: parent.id, status: 'published' });
    const wrong: [object[] | undefined, string][] = [
      [undefined, 'items'],
      [[], 'items'],
      [[{ pageId: newId(), action: 'publish' }], 'items.0.pageId'],
      [[{ pageId: parent.id, action: 'archive' }], 'items.0.action'],
      [[1, 2].map(() => ({ pageId: parent.id, action: 'publish' })), 'items.1'],
    ];
    for (const [items, field] of wrong) {
      const refused = await admin().post(path).send({ items, status: 'staged' });
      expect([field, refused.status, refused.body.details]).toMatchObject([field, 422, [{ field }]]);
    }
    expect(
      (
        await admin()
          .post(path)
          .send({ items: [{ pageId: parent.id, action: 'publish' }] })
      ).status,
    ).toBe(422);
    for (const pageId of [home?.id, parent.id]) {
      const { id } = (await stage([{ pageId, action: 'unpublish' }])).body.data;
      const refused = await activate(id);
      expect([refused.status, refused.body.details]).toMatchObject([422, [{ field: 'items.0' }]]);
    }
  });
});

describe('a roll-back', () => {
  it('gives the same bytes and tag as before, and what is published next builds on it', async () => {
    await tenant.publish('home');
    const about = await page('about', { title: 'Old words', status: 'published' });
    const [home, before] = [await tenant.visit('/'), await tenant.visit('/about')];
    const { id: old } = await live();
    await admin().put(`${pagesPath}/${about.id}`).send({ title: 'New words', status: 'published' });
    const extra = await page('extra', { status: 'published' });
    const count = (await service.events()).length;
    const back = await activate(old);
    expect(back.body.data).toMatchObject({ id: old, status: 'live' });
    expect([await tenant.visit('/'), await tenant.visit('/about')]).toEqual([home, before]);
    expect((await tenant.visit('/extra')).status).toBe(404);
    expect(await read(about.id)).toMatchObject({
      title: 'New words',
      status: 'published',
      publishedVersion: 1,
      hasUnpublishedChanges: true,
    });
    expect(await read(extra.id)).toMatchObject({ status: 'draft', publishedVersion: null });
    const events = await eventsSince(count);
    expect(events.filter(({ causedBy }) => causedBy === undefined)).toMatchObject([
      { type: 'release.activated' },
    ]);
    await page('next', { status: 'published' });
    expect((await tenant.visit('/about')).body).toContain('Old words');
    expect((await tenant.visit('/extra')).status).toBe(404);
    expect((await live()).number).toBe(5);
    const forward = (await list()).find(({ number }: { number: number }) => number === 4);
    expect((await activate(forward.id)).status).toBe(200);
    expect((await tenant.visit('/about')).body).toContain('New words');
    expect((await tenant.visit('/extra')).status).toBe(200);
  });

  it('shows pages where they lie by now in the release after it', async () => {
    await tenant.publish('home');
    const about = await page('about', { status: 'published' });
    const { id: old } = await live();
    await admin().post(`${pagesPath}/${about.id}/move`).send({ slug: 'company' });
    await activate(old);
    expect((await tenant.visit('/about')).status).toBe(200);
    await page('next', { status: 'published' });
    expect((await tenant.visit('/about')).headers['Location']).toBe('/company');
    expect((await tenant.visit('/company')).status).toBe(200);
  });

  it('is refused where a page of it has been deleted since, and works once that is restored', async () => {
    await tenant.publish('home');
    const about = await page('about', { status: 'published' });
    const { id: old } = await live();
    await admin().delete(`${pagesPath}/${about.id}`);
    const refused = await activate(old);
    expect([refused.status, refused.body.code]).toEqual([409, 'release.page_deleted']);
    expect(refused.body.details[0].message).toContain('/about');
    expect((await admin().get(`${path}/${old}/check`)).body.data.isReady).toBe(false);
    await admin().post(`${pagesPath}/${about.id}/restore`);
    expect((await activate(old)).status).toBe(200);
    expect((await tenant.visit('/about')).status).toBe(200);
  });

  it('to what is live anyway changes nothing', async () => {
    await tenant.publish('home');
    const { id } = await live();
    const count = (await service.events()).length;
    expect((await activate(id)).status).toBe(200);
    expect(await eventsSince(count)).toEqual([]);
    expect((await activate(newId())).body.code).toBe('release.not_found');
  });
});

describe('the releases of a site', () => {
  it('are listed without their pages, and compared', async () => {
    await tenant.publish('home');
    const [about, gone] = [
      await page('about', { status: 'published' }),
      await page('gone', { status: 'published' }),
    ];
    const moves = await page('moves', { status: 'published' });
    const first = await live();
    await admin().put(`${pagesPath}/${about.id}`).send({ title: 'Anew', status: 'published' });
    await admin().delete(`${pagesPath}/${gone.id}`);
    await admin().post(`${pagesPath}/${moves.id}/move`).send({ slug: 'moved' });
    const added = await page('added', { status: 'published' });
    const second = await live();
    expect(first.entries).toBeUndefined();
    const diff = (await admin().get(`${path}/${first.id}/diff/${second.id}`)).body.data;
    expect(diff.pages).toHaveLength(4);
    expect(diff.pages).toEqual(
      expect.arrayContaining([
        { pageId: about.id, path: '/about', change: 'changed' },
        { pageId: moves.id, path: '/moved', change: 'moved' },
        { pageId: added.id, path: '/added', change: 'added' },
        { pageId: gone.id, path: '/gone', change: 'removed' },
      ]),
    );
    expect(diff).toMatchObject({ branding: false, navigation: true, redirects: true });
    expect((await admin().get(`${path}/${first.id}/diff/${newId()}`)).status).toBe(404);
  });

  it('are made by those who may publish', async () => {
    await tenant.publish('home');
    const viewer = service.as(callers.viewer(tenant.id));
    expect([(await viewer.get(path)).status, (await viewer.post(path)).status]).toEqual([200, 403]);
  });
});

function assetOf(tenantId: string, id: string) {
  const url = `http://localhost:8080/assets/${tenantId}/${id}/original-0123456789ab.png`;
  return {
    ...{ id, tenantId, type: 'image' as const, filename: 'x.png', alt: null, width: 8, height: 8, url },
    variants: [{ name: 'original' as const, url, format: 'png' as const, width: 8, height: 8, size: 100 }],
  };
}
