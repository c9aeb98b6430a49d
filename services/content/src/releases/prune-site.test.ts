import { chunked, newId } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import { activations } from '../sites/activation.model';
import { pageVersions } from '../sites/page-version.model';
import { pages } from '../sites/page.model';
import { releases } from '../sites/release.model';
import { startContent, type TestContent, type TestTenant } from '../test-support';
import { pruneSite } from './prune-site';

const DAY_MS = 86_400_000;

let service: TestContent;
let tenant: TestTenant;
let homeId: string;
/** It never goes back, as jobs come again by it. */
let now: number;
let subscriptionVersion = 0;

beforeAll(async () => {
  service = await startContent();
  // Later than whatever has been noted as done at the start.
  now = Date.now();
  jest.spyOn(service.ctx.clock, 'now').mockImplementation(() => new Date(now));
});
afterAll(async () => {
  await service.stop();
  jest.restoreAllMocks();
});
beforeEach(async () => {
  tenant = await service.newTenant();
  homeId = (await tenant.pages()).home?.id ?? '';
});

const admin = () => service.as(callers.admin(tenant.id));
const path = (rest: string) => `/tenants/${tenant.id}/${rest}`;
const own = () => ({ ...service.ctx, tenantId: tenant.id });
const passDays = (days: number) => (now += days * DAY_MS);
const subscribe = (limits: { releaseDays?: number | null; versions?: number | null }) =>
  service.deliver({
    type: 'subscription.updated',
    tenantId: tenant.id,
    resource: { type: 'subscription', id: tenant.id, version: (subscriptionVersion += 1) },
    data: { status: 'active', limits: { pages: null, premiumTemplates: true, ...limits } },
  });
/** Publishes the home page under a title, and gives the id of the release. */
const publish = async (title: string): Promise<string> => {
  now += 1_000;
  await admin()
    .put(path(`pages/${homeId}`))
    .send({ title });
  await tenant.publish('home');
  const live = await admin().get(path('releases?status=live'));
  return live.body.data.items[0].id;
};
const activate = (id: string) => {
  now += 1_000;
  return admin().post(path(`releases/${id}/activate`));
};
const releaseIds = async () => {
  const { body } = await admin().get(path('releases?limit=100&sort=number&order=asc'));
  return body.data.items.map(({ id }: { id: string }) => id);
};
const versionNumbers = async () => {
  const { body } = await admin().get(path(`pages/${homeId}/versions?limit=100&sort=number&order=asc`));
  return body.data.items.map(({ number }: { number: number }) => number);
};
const pageAt = (at: number) => {
  const query = new URLSearchParams({ host: tenant.host, path: '/', at: new Date(at).toISOString() });
  return service.as(callers.anonymous).get(`/public/page?${query.toString()}`);
};
/** One step, as after so many days. The service's own clock stands, so that its jobs do not prune meanwhile. */
const pruneAfter = (days: number) => {
  const clock = { ...service.ctx.clock, now: () => new Date(now + days * DAY_MS) };
  return pruneSite({ ...own(), clock });
};
const pruneAllAfter = async (days: number) => {
  let calls = 1;
  while (!(await pruneAfter(days))) calls += 1;
  return calls;
};

describe('what a plan keeps of a site', () => {
  it('are the releases of so many days and so many versions of each page; the rest goes within a day', async () => {
    await subscribe({ releaseDays: 30, versions: 1 });
    const start = now + 1_000;
    const [one, two] = [await publish('One'), (passDays(10), await publish('Two'))];
    passDays(10);
    const three = await publish('Three');
    await service.runDueJobs();
    expect(await releaseIds()).toEqual([one, two, three]);
    passDays(29);
    await service.runDueJobs();
    // The second took the place of the first 39 days ago, the third that of the second 29 days ago.
    expect(await releaseIds()).toEqual([two, three]);
    expect(await versionNumbers()).toEqual([2, 3]);
    const gone = await activate(one);
    expect([gone.status, gone.body.code]).toEqual([404, 'release.not_found']);
    expect((await admin().get(path(`releases/${one}/diff/${three}`))).body.code).toBe('release.not_found');
    expect((await admin().get(path(`pages/${homeId}/versions/1`))).body.code).toBe('version.not_found');
    expect((await admin().post(path(`pages/${homeId}/versions/1/restore`))).status).toBe(404);
    const early = await pageAt(start + 5 * DAY_MS);
    expect([early.status, early.body.code]).toEqual([404, 'site.not_published']);
    expect((await pageAt(start + 15 * DAY_MS)).body.data.title).toBe('Two');
    passDays(400);
    await service.runDueJobs();
    expect([await releaseIds(), await versionNumbers()]).toEqual([[three], [3]]);
    expect((await tenant.visit('/')).body).toContain('Three');
    const deleted = (await service.events()).filter(
      ({ type, tenantId }) => type === 'release.deleted' && tenantId === tenant.id,
    );
    expect(deleted.map(({ actor, resource }) => [actor.type, resource.id])).toEqual([
      ['system', one],
      ['system', two],
    ]);
    expect(await activations.in(own()).count({})).toBe(1);
  });

  it('is everything where the plan is older than the limit, or has none', async () => {
    for (const limits of [{}, { versions: 1 }, { versions: 1, releaseDays: null }]) {
      await subscribe(limits);
      await publish(`With ${JSON.stringify(limits)}`);
      passDays(4_000);
      await service.runDueJobs();
    }
    expect([(await releaseIds()).length, await versionNumbers()]).toEqual([3, [1, 2, 3]]);
  });

  it('shrinks with the next run after a change to a smaller plan', async () => {
    await subscribe({ releaseDays: 365, versions: 100 });
    for (const title of ['One', 'Two', 'Three', 'Four']) {
      await publish(title);
      passDays(40);
    }
    await service.runDueJobs();
    expect((await releaseIds()).length).toBe(4);
    await subscribe({ releaseDays: 30, versions: 2 });
    passDays(1);
    await service.runDueJobs();
    expect([(await releaseIds()).length, await versionNumbers()]).toEqual([1, [3, 4]]);
  });

  it('is a day at least, so that visitors keep what they are reading', async () => {
    await subscribe({ releaseDays: 0, versions: 0 });
    await publish('One');
    const two = await publish('Two');
    await service.runDueJobs();
    expect((await releaseIds()).length).toBe(2);
    passDays(1.1);
    await service.runDueJobs();
    expect([await releaseIds(), await versionNumbers()]).toEqual([[two], [2]]);
  });

  it('includes what is live again, staged, or about to be activated, with the versions of its pages', async () => {
    await subscribe({ releaseDays: 30, versions: 1 });
    const [one, two] = [await publish('One'), await publish('Two')];
    await publish('Three');
    const four = await publish('Four');
    expect((await activate(one)).status).toBe(200);
    const items = [{ pageId: homeId, action: 'publish' }];
    const { body: staged } = await admin().post(path('releases')).send({ status: 'staged', items });
    const at = new Date(now + 90 * DAY_MS).toISOString();
    const planned = await admin().post(path('schedules')).send({ action: 'activate', releaseId: two, at });
    expect(planned.status).toBe(201);
    passDays(60);
    await service.runDueJobs();
    expect(new Set(await releaseIds())).toEqual(new Set([one, two, staged.data.id]));
    expect(await versionNumbers()).toEqual([1, 2, 4]);
    expect((await activate(four)).status).toBe(404);
    await admin().delete(path(`schedules/${planned.body.data.id}`));
    passDays(1);
    await service.runDueJobs();
    expect(new Set(await releaseIds())).toEqual(new Set([one, staged.data.id]));
    expect(await versionNumbers()).toEqual([1, 4]);
    expect((await tenant.visit('/')).body).toContain('One');
    expect((await activate(staged.data.id)).status).toBe(200);
  });
});

describe('pruning', () => {
  it('of ten thousand versions is done in bounded steps, and leaves what visitors see', async () => {
    await subscribe({ releaseDays: 30, versions: 20 });
    await publish('First');
    passDays(1);
    const [version] = await pageVersions.in(own()).find({ pageId: homeId });
    const { _id: _version, ...copy } = version ?? {};
    const made = Array.from({ length: 10_000 }, (_, index) => ({ ...copy, number: index + 2 }));
    await insertAll(pageVersions, made);
    await pages.in(own()).update(homeId, { versionCount: 10_001 });
    passDays(1);
    await publish('Last');
    expect(await pruneAllAfter(60)).toBeGreaterThan(2);
    const { body } = await admin().get(path(`pages/${homeId}/versions`));
    expect(body.data.pagination.total).toBe(20);
    expect((await tenant.visit('/')).body).toContain('Last');
  });

  it('beside a roll-back to the release that is due leaves the site whole, whoever comes first', async () => {
    await subscribe({ releaseDays: 30, versions: 1 });
    for (let round = 0; round < 5; round += 1) {
      const old = await publish(`Old ${round}`);
      await publish(`New ${round}`);
      passDays(60);
      const [rolledBack] = await Promise.all([activate(old), pruneSite(own()), pruneSite(own())]);
      expect([200, 404, 503]).toContain(rolledBack.status);
      const title = rolledBack.status === 200 ? `Old ${round}` : `New ${round}`;
      expect((await tenant.visit('/')).body).toContain(title);
      const live = await admin().get(path(`pages/${homeId}?version=published`));
      expect(live.body.data.title).toBe(title);
    }
  });

  it('takes many releases in several transactions, and a process that died between two does no harm', async () => {
    await subscribe({ releaseDays: 1, versions: 5 });
    const first = await publish('First');
    const { _id: _release, ...copy } = await releases.in(own()).get(first);
    await insertAll(
      releases,
      Array.from({ length: 600 }, (_, index) => ({ ...copy, number: index + 2 })),
    );
    await service.ctx.db
      .collection('sites')
      .updateOne({ tenantId: tenant.id }, { $set: { releaseCount: 601 } });
    passDays(1);
    const last = await publish('Last');
    expect(await pruneAfter(2)).toBe(false);
    const left = await releases.in(own()).count({ number: { $gte: 1 } });
    expect(left).toBeGreaterThan(1);
    expect((await tenant.visit('/')).body).toContain('Last');
    passDays(2);
    await service.runDueJobs();
    expect(await releaseIds()).toEqual([last]);
  });
});

async function insertAll(
  collection: typeof pageVersions | typeof releases,
  rows: readonly object[],
): Promise<void> {
  const { name } = collection.definition;
  const whole = rows.map((row) => ({ ...row, _id: newId() }));
  // SecantusDB answers nobody else while it takes what is sent at once.
  for (const part of chunked(whole, 500)) {
    await service.ctx.db.collection<{ _id: string }>(name).insertMany(part);
  }
}
