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
  path = `/tenants/${tenant.id}/schedules`;
  pagesPath = `/tenants/${tenant.id}/pages`;
  await tenant.publish('home');
});
afterEach(() => jest.restoreAllMocks());

const HOUR = 3_600_000;
const admin = () => service.as(callers.admin(tenant.id));
const inHours = (hours: number) =>
  new Date(Math.floor(Date.now() / 1_000) * 1_000 + hours * HOUR).toISOString();
const page = async (slug: string, more: Record<string, unknown> = {}) =>
  (
    await admin()
      .post(pagesPath)
      .send({ slug, title: slug, ...more })
  ).body.data;
const plan = async (body: Record<string, unknown>) => {
  const answer = await admin().post(path).send(body);
  expect(answer.body).toMatchObject({ success: true });
  expect(answer.status).toBe(201);
  return answer.body.data;
};
const read = async (id: string) => (await admin().get(`${path}/${id}`)).body.data;
/** The product's clock jumps, and what is due by then runs. */
const passHours = async (hours: number) => {
  const now = Date.now() + hours * HOUR;
  jest.spyOn(service.ctx.clock, 'now').mockImplementation(() => new Date(now));
  await service.runDueJobs();
};
const eventsSince = async (count: number) =>
  (await service.events()).slice(count).filter(({ tenantId }) => tenantId === tenant.id);

describe('a schedule', () => {
  it('publishes a page as it is by then, at its time, once, as one event of its own', async () => {
    const about = await page('about');
    const at = inHours(2);
    const made = await plan({ action: 'publish', pageId: about.id, at, timeZone: 'Europe/Berlin' });
    expect(made).toMatchObject({
      status: 'pending',
      at,
      timeZone: 'Europe/Berlin',
      freeze: false,
      failure: null,
    });
    expect((await admin().get(`${pagesPath}/${about.id}`)).body.data.scheduledAt).toBe(at);
    await admin().put(`${pagesPath}/${about.id}`).send({ title: 'Words of later' });
    await passHours(1);
    expect((await tenant.visit('/about')).status).toBe(404);
    const count = (await service.events()).length;
    await passHours(2.1);
    await service.runDueJobs();
    expect((await tenant.visit('/about')).body).toContain('Words of later');
    expect(await read(made.id)).toMatchObject({ status: 'done', at });
    expect((await admin().get(`${pagesPath}/${about.id}`)).body.data.scheduledAt).toBeNull();
    const events = await eventsSince(count);
    expect(events.map(({ type, causedBy }) => [type, causedBy !== undefined])).toEqual([
      ['schedule.fired', false],
      ['page.published', true],
      ['release.activated', true],
    ]);
    expect(events[0]?.actor).toEqual({ type: 'system' });
  });

  it('publishes a frozen page as it was when it was made, and its draft keeps what came later', async () => {
    const about = await page('about', { title: 'First words' });
    await plan({ action: 'publish', pageId: about.id, at: inHours(1), freeze: true });
    await admin().put(`${pagesPath}/${about.id}`).send({ title: 'Second words' });
    await passHours(1.1);
    expect((await tenant.visit('/about')).body).toContain('First words');
    expect((await admin().get(`${pagesPath}/${about.id}`)).body.data).toMatchObject({
      title: 'Second words',
      status: 'published',
      hasUnpublishedChanges: true,
    });
    const live = await admin().get(`${pagesPath}/${about.id}?version=published`);
    expect(live.body.data.title).toBe('First words');
  });

  it('takes a page down, and activates a release', async () => {
    const [old, fresh] = [await page('old', { status: 'published' }), await page('fresh')];
    const items = [{ pageId: fresh.id, action: 'publish' }];
    const staged = await admin().post(`/tenants/${tenant.id}/releases`).send({ status: 'staged', items });
    await plan({ action: 'unpublish', pageId: old.id, at: inHours(1) });
    await plan({ action: 'activate', releaseId: staged.body.data.id, at: inHours(2) });
    await passHours(1.1);
    expect([(await tenant.visit('/old')).status, (await tenant.visit('/fresh')).status]).toEqual([404, 404]);
    await passHours(2.1);
    expect((await tenant.visit('/fresh')).status).toBe(200);
    const release = await admin().get(`/tenants/${tenant.id}/releases/${staged.body.data.id}`);
    expect(release.body.data.status).toBe('live');
  });

  it('is made by publishing with a time, and says where it is', async () => {
    const about = await page('about');
    const answer = await admin()
      .post(`${pagesPath}/${about.id}/publish`)
      .send({ at: inHours(1) });
    expect([answer.status, answer.headers.location]).toEqual([202, `/api${path}/${answer.body.data.id}`]);
    expect(answer.body.data).toMatchObject({ action: 'publish', pageId: about.id, status: 'pending' });
    await passHours(1.1);
    expect((await tenant.visit('/about')).status).toBe(200);
  });

  it('is moved and cancelled, and the page says which is the first', async () => {
    const about = await page('about');
    const [first, second] = [inHours(1), inHours(3)];
    const early = await plan({ action: 'publish', pageId: about.id, at: first });
    await plan({ action: 'publish', pageId: about.id, at: second });
    const scheduledAt = async () => (await admin().get(`${pagesPath}/${about.id}`)).body.data.scheduledAt;
    expect(await scheduledAt()).toBe(first);
    const etag = String((await admin().get(`${path}/${early.id}`)).headers.etag);
    const later = inHours(5);
    const moved = await admin().put(`${path}/${early.id}`).set('If-Match', etag).send({ at: later });
    expect(moved.body.data).toMatchObject({ at: later, status: 'pending' });
    expect((await admin().put(`${path}/${early.id}`).set('If-Match', etag).send({ at: first })).status).toBe(
      412,
    );
    expect(await scheduledAt()).toBe(second);
    await passHours(2);
    expect((await tenant.visit('/about')).status).toBe(404);
    expect((await admin().delete(`${path}/${early.id}`)).status).toBe(204);
    expect(await read(early.id)).toMatchObject({ status: 'cancelled' });
    for (const answer of [
      await admin().delete(`${path}/${early.id}`),
      await admin()
        .put(`${path}/${early.id}`)
        .send({ at: inHours(9) }),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([409, 'schedule.over']);
    }
    const pending = (await admin().get(`${path}?status=pending`)).body.data.items;
    expect(pending).toMatchObject([{ at: second }]);
  });

  it('says at once what stands in the way, and what makes no sense', async () => {
    const { home } = await tenant.pages();
    const [parent, about] = [await page('firm'), await page('about')];
    const child = await page('team', { parentId: parent.id });
    const at = inHours(1);
    const cases: [Record<string, unknown>, string][] = [
      [{ action: 'publish', pageId: child.id, at }, 'parentId'],
      [{ action: 'unpublish', pageId: home?.id, at }, 'pageId'],
      [{ action: 'unpublish', pageId: about.id, at }, 'pageId'],
      [{ action: 'publish', pageId: newId(), at }, 'pageId'],
      [{ action: 'activate', releaseId: newId(), at }, 'releaseId'],
      [{ action: 'publish', at }, 'pageId'],
      [{ action: 'activate', at }, 'releaseId'],
      [{ action: 'activate', releaseId: newId(), pageId: about.id, at }, 'pageId'],
      [{ action: 'unpublish', pageId: about.id, freeze: true, at }, 'freeze'],
      [{ action: 'publish', pageId: about.id, at: inHours(-1) }, 'at'],
      [{ action: 'publish', pageId: about.id, at: '2099-01-01T00:00:00' }, 'at'],
      [{ action: 'publish', pageId: about.id, at, timeZone: 'Mars/Base' }, 'timeZone'],
    ];
    for (const [body, field] of cases) {
      const refused = await admin().post(path).send(body);
      expect([body, refused.status, refused.body.details]).toMatchObject([body, 422, [{ field }]]);
    }
  });

  it('fails with what stands in the way by then, and nothing is half done', async () => {
    const parent = await page('firm', { status: 'published' });
    const child = await page('team', { parentId: parent.id });
    const made = await plan({ action: 'publish', pageId: child.id, at: inHours(1) });
    await admin().post(`${pagesPath}/${parent.id}/unpublish`);
    const count = (await service.events()).length;
    await passHours(1.1);
    expect(await read(made.id)).toMatchObject({
      status: 'failed',
      failure: [{ field: 'parentId', message: expect.stringContaining('not published') }],
    });
    expect((await eventsSince(count)).map(({ type }) => type)).toEqual(['schedule.failed']);
    expect((await admin().get(`${pagesPath}/${child.id}`)).body.data.status).toBe('draft');
  });

  it('comes late after a break of hours, and is missed after more than a day', async () => {
    const [late, missed] = [await page('late'), await page('missed')];
    const soon = await plan({ action: 'publish', pageId: missed.id, at: inHours(1) });
    await plan({ action: 'publish', pageId: late.id, at: inHours(3) });
    await passHours(26);
    expect((await tenant.visit('/late')).status).toBe(200);
    expect((await tenant.visit('/missed')).status).toBe(404);
    expect(await read(soon.id)).toMatchObject({ status: 'missed' });
    expect((await service.events()).some(({ type }) => type === 'schedule.missed')).toBe(true);
  });

  it('ends with its page', async () => {
    const about = await page('about');
    const made = await plan({ action: 'publish', pageId: about.id, at: inHours(1) });
    await admin().delete(`${pagesPath}/${about.id}`);
    expect(await read(made.id)).toMatchObject({ status: 'cancelled' });
    await admin().post(`${pagesPath}/${about.id}/restore`);
    await passHours(2);
    expect((await tenant.visit('/about')).status).toBe(404);
  });

  it('is seen and made by those who may publish alone', async () => {
    const about = await page('about');
    const body = { action: 'publish', pageId: about.id, at: inHours(1) };
    const viewer = service.as(callers.viewer(tenant.id));
    expect([(await viewer.get(path)).status, (await viewer.post(path).send(body)).status]).toEqual([
      403, 403,
    ]);
  });
});
