import { newId } from '@siteninja/core';
import { callers, redisForTest, TcpProxy, TEST_REDIS_URL, testMongoUri, until } from '@siteninja/testing';
import { startContent, type TestContent, type TestTenant } from '../test-support';

type Redis = NonNullable<Awaited<ReturnType<typeof redisForTest>>>;

/** Two processes of the service, with one database and one Redis; undefined where there is no Redis. */
let redis: Redis | undefined;
let one: TestContent;
let two: TestContent;
let tenant: TestTenant;
let pageId: string;
let path: string;
let reads = 0;

beforeAll(async () => {
  redis = await redisForTest();
  if (!redis) return;
  const uri = new URL(testMongoUri());
  uri.searchParams.set('monitorCommands', 'true');
  const env = {
    MONGODB_DATABASE: `test_content_${newId().slice(-12)}`,
    MONGODB_URI: uri.href,
    REDIS_URL: TEST_REDIS_URL,
  };
  one = await startContent({ env });
  two = await startContent({ env });
  for (const { ctx } of [one, two]) {
    ctx.db.getClient().on('commandStarted', ({ commandName, command }) => {
      const isOfPages = [command.find, command.aggregate].includes('pages');
      if (isOfPages && ['find', 'aggregate'].includes(commandName)) reads += 1;
    });
  }
});
afterAll(async () => {
  if (!redis) return;
  await two.stop();
  await one.stop();
  redis.destroy();
});
beforeEach(async () => {
  if (!redis) return;
  tenant = await one.newTenant();
  pageId = (await tenant.pages()).home?.id ?? '';
  path = `/tenants/${tenant.id}/pages/${pageId}`;
});

const admin = (of: TestContent) => of.as(callers.admin(tenant.id));
const titleBy = async (of: TestContent): Promise<string> => (await admin(of).get(path)).body.data.title;
const rename = async (of: TestContent, title: string) => {
  expect((await admin(of).put(path).send({ title })).status).toBe(200);
};
const readsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const before = reads;
  await work();
  return reads - before;
};

describe('what is read again', () => {
  it('takes no look at the database while nothing of the tenant changes, whichever process is asked', async () => {
    if (!redis) return;
    const again = [path, `${path}/seo`, `/tenants/${tenant.id}/pages?limit=5`];
    const ask = async () => {
      const answers = [];
      for (const each of again) {
        for (const process of [one, two]) answers.push((await admin(process).get(each)).body.data);
      }
      return answers;
    };
    const first = await ask();
    expect(await readsOf(ask)).toBe(0);
    expect(await ask()).toEqual(first);
  });

  it('is what the last write said, on every process, also while others read all the time', async () => {
    if (!redis) return;
    let isOver = false;
    const readAlways = async (of: TestContent) => {
      while (!isOver) await titleBy(of);
    };
    const others = [readAlways(one), readAlways(two), readAlways(two)];
    for (let round = 0; round < 15; round += 1) {
      const [writer, reader] = round % 2 === 0 ? [one, two] : [two, one];
      await rename(writer, `Title ${round}`);
      expect([await titleBy(reader), await titleBy(writer)]).toEqual([`Title ${round}`, `Title ${round}`]);
    }
    isOver = true;
    await Promise.all(others);
  });

  it('is what was committed by a process that ended before it could say so', async () => {
    if (!redis) return;
    await titleBy(two);
    const hold = one.ctx.tenantCache?.hold.bind(one.ctx.tenantCache);
    const spy = jest.spyOn(one.ctx.tenantCache ?? fail(), 'hold').mockImplementation(async (ids) => {
      await hold?.(ids);
      return () => Promise.resolve();
    });
    await rename(one, 'Committed');
    spy.mockRestore();
    expect([await titleBy(two), await titleBy(one)]).toEqual(['Committed', 'Committed']);
  });

  it('is not what a slow reader has read before the change', async () => {
    if (!redis) return;
    const set = two.ctx.tenantCache?.set.bind(two.ctx.tenantCache);
    let goOn: () => void = () => undefined;
    const changed = new Promise<void>((resolve) => (goOn = resolve));
    const spy = jest.spyOn(two.ctx.tenantCache ?? fail(), 'set').mockImplementationOnce(async (...value) => {
      await changed;
      await set?.(...value);
    });
    const slow = titleBy(two);
    await until(() => spy.mock.calls.length > 0);
    await rename(one, 'Changed');
    goOn();
    await slow;
    spy.mockRestore();
    expect([await titleBy(two), await titleBy(one)]).toEqual(['Changed', 'Changed']);
  });

  it('is read once for a hundred who ask at once', async () => {
    if (!redis) return;
    const ask = () => Promise.all(Array.from({ length: 100 }, () => titleBy(one)));
    expect(await readsOf(ask)).toBe(1);
  });

  it('shows what another service has told since', async () => {
    if (!redis) return;
    const siteName = async () => (await admin(two).get(`${path}/seo`)).body.data.metaTitle;
    expect(await siteName()).toContain("Joe's Plumbing");
    await tenant.tell('tenant.updated', 3, { ...tenant.data, businessName: 'Harbor Plumbing' });
    expect(await siteName()).toContain('Harbor Plumbing');
  });

  it('has the same tag, answers 304, and tells its own request', async () => {
    if (!redis) return;
    const [fresh, kept] = [await admin(one).get(path), await admin(two).get(path)];
    const { etag = '' } = fresh.headers;
    expect(kept.headers.etag).toBe(etag);
    expect(kept.headers['cache-control']).toBe('private, no-cache');
    expect((await admin(one).get(path).set('If-None-Match', etag)).status).toBe(304);
    const named = await admin(one).get(path).set('x-request-id', 'another');
    expect(named.body.meta.requestId).toBe('another');
    expect((await admin(one).put(path).set('If-Match', etag).send({ title: 'A' })).status).toBe(200);
    expect((await admin(two).put(path).set('If-Match', etag).send({ title: 'B' })).status).toBe(412);
  });
});

describe('what is kept of a tenant', () => {
  it('is given to those alone who may read it', async () => {
    if (!redis) return;
    expect((await admin(one).get(path)).status).toBe(200);
    const other = await one.newTenant();
    const statusFor = async (caller: Parameters<TestContent['as']>[0], at = path) =>
      (await two.as(caller).get(at)).status;
    expect(await statusFor(callers.viewer(tenant.id))).toBe(200);
    expect(await statusFor(callers.apiKey(tenant.id, ['read:pages']))).toBe(200);
    expect(await statusFor(callers.apiKey(tenant.id, ['read:navigation']))).toBe(403);
    expect(await statusFor(callers.nonMember())).toBe(403);
    expect(await statusFor(callers.admin(other.id))).toBe(403);
    expect(await statusFor(callers.anonymous)).toBe(401);
    expect(await statusFor(callers.admin(other.id), `/tenants/${other.id}/pages/${pageId}`)).toBe(404);
  });

  it('has gone with an erased tenant', async () => {
    if (!redis) return;
    await admin(one).get(path);
    const keys = () => redis?.keys(`tenants:content:${tenant.id}*`);
    expect(await keys()).toHaveLength(1);
    await one.deliver({ type: 'tenant.erased', tenantId: tenant.id });
    // Either of the two processes may do it.
    await until(async () => (await keys())?.length === 0);
    expect(await keys()).toEqual([]);
  });
});

describe('without Redis', () => {
  it('the database answers, and what was written meanwhile is read when Redis is back', async () => {
    if (!redis) return;
    const proxy = await new TcpProxy(TEST_REDIS_URL).listen();
    const apart = await startContent({
      env: {
        MONGODB_DATABASE: one.ctx.db.name,
        REDIS_URL: proxy.url,
      },
    });
    await rename(apart, 'Before');
    expect([await titleBy(apart), await titleBy(two)]).toEqual(['Before', 'Before']);
    await proxy.close();
    await rename(apart, 'Meanwhile');
    expect(await titleBy(apart)).toBe('Meanwhile');
    await proxy.listen();
    await until(async () => (await apart.ctx.tenantCache?.get(newId(), 'any'))?.generation !== undefined);
    expect([await titleBy(apart), await titleBy(two)]).toEqual(['Meanwhile', 'Meanwhile']);
    await apart.stop();
    await proxy.close();
  });
});

function fail(): never {
  throw new Error('This service keeps no answers.');
}
