import { callers, until } from '@siteninja/testing';
import { startContent, type TestContent, type TestTenant } from '../test-support';

/** More pages than follow a release at once. */
const MANY = 25;

let service: TestContent;
let tenant: TestTenant;
let path: string;
let pagesPath: string;
/** Of the pages beside the home page. */
let ids: string[];
/** The release before these pages were published, and the one that published them. */
let empty: string;
let full: string;

const admin = () => service.as(callers.admin(tenant.id));
const read = async (id: string) => (await admin().get(`${pagesPath}/${id}`)).body.data;
const liveId = async () => (await admin().get(`${path}?status=live`)).body.data.items[0].id;
const activate = (id: string) => admin().post(`${path}/${id}/activate`);
const isPublished = async (id: string) => (await read(id)).publishedVersion !== null;

beforeAll(async () => {
  service = await startContent();
});
afterAll(() => service.stop());
beforeEach(async () => {
  tenant = await service.newTenant();
  path = `/tenants/${tenant.id}/releases`;
  pagesPath = `/tenants/${tenant.id}/pages`;
  await tenant.publish('home');
  empty = await liveId();
  ids = [];
  for (let number = 0; number < MANY; number += 1) {
    const page = await admin()
      .post(pagesPath)
      .send({ slug: `p${number}`, title: 'Old words' });
    ids.push(page.body.data.id);
  }
  const items = ids.map((pageId) => ({ pageId, action: 'publish' }));
  const staged = await admin().post(path).send({ name: null, items, status: 'staged' });
  await activate(staged.body.data.id);
  full = await liveId();
});

describe('a roll-back of many pages', () => {
  it('changes what visitors see at once, and the pages right after it, with one event each', async () => {
    for (const id of ids) await admin().put(`${pagesPath}/${id}`).send({ title: 'New words' });
    await admin().post(path);
    const before = (await service.events()).length;
    expect((await activate(full)).body.data).toMatchObject({ id: full, status: 'live' });
    expect((await tenant.visit('/p24')).body).toContain('Old words');
    await until(async () => (await read(ids[0] ?? '')).publishedVersion === 1);
    await service.runDueJobs();
    for (const id of ids) {
      expect(await read(id)).toMatchObject({
        title: 'New words',
        status: 'published',
        publishedVersion: 1,
        hasUnpublishedChanges: true,
      });
    }
    const [activated, ...followed] = (await service.events()).slice(before);
    expect(activated).toMatchObject({ type: 'release.activated' });
    expect(followed.map(({ resource }) => resource.id).sort()).toEqual([...ids].sort());
    for (const event of followed) {
      expect(event).toMatchObject({ type: 'page.published', causedBy: activated?.id });
    }
  });

  it('is complete for whoever changes the site next, also before its job has run', async () => {
    await activate(empty);
    const [first = '', last = ''] = [ids[0], ids.at(-1)];
    const published = await admin().post(`${pagesPath}/${first}/publish`);
    expect(published.body.data).toMatchObject({ publishedVersion: 2, status: 'published' });
    expect(await read(last)).toMatchObject({ publishedVersion: null, status: 'draft' });
    const release = (await admin().get(`${path}/${await liveId()}`)).body.data;
    expect(release.entries.map(({ pageId }: { pageId: string }) => pageId)).toContain(first);
    expect(release.entries).toHaveLength(2);
  });

  it('and back again leaves every page as the last of them says', async () => {
    await activate(empty);
    await activate(full);
    await activate(empty);
    await service.runDueJobs();
    expect(await Promise.all(ids.map(isPublished))).toEqual(ids.map(() => false));
    await activate(full);
    await service.runDueJobs();
    expect(await Promise.all(ids.map(isPublished))).toEqual(ids.map(() => true));
    expect((await tenant.visit('/p0')).status).toBe(200);
  });

  it('loses no edit that is made before the pages have followed', async () => {
    await activate(empty);
    const [first = ''] = ids;
    await admin().put(`${pagesPath}/${first}`).send({ title: 'Edited' });
    await service.runDueJobs();
    expect(await read(first)).toMatchObject({ title: 'Edited', status: 'draft', publishedVersion: null });
  });
});
