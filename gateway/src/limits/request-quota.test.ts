import { createLog, monthOf, newApiKey, newId, testClock } from '@siteninja/core';
import { echo, enveloped, type StubHandler } from '@siteninja/testing';
import { ask, fetchJson, startWorld, type World } from '../test-support';
import { grantsFor } from '../test-stubs';
import { type Answer, type Batch } from './counted-requests';
import { createRequestQuota, type RequestQuota } from './request-quota';

const log = createLog('gateway', 'silent');
const clock = testClock();
const tenantId = newId();

/** Sums what it is told, as billing does. */
class Billing {
  readonly batches: Batch[] = [];
  readonly used = new Map<string, number>();
  limit: number | null = 1_000;
  isDown = false;
  readonly #known = new Set<string>();

  send = async (batch: Batch): Promise<Answer> => {
    // As over the network: others go on meanwhile.
    await new Promise((resolve) => setImmediate(resolve));
    this.batches.push(batch);
    if (this.isDown) throw new Error('billing is unavailable');
    const isKnown = this.#known.has(batch.batchId);
    this.#known.add(batch.batchId);
    const items = batch.items.map(({ tenantId: id, month, count }) => {
      const key = `${id} ${month}`;
      const used = (this.used.get(key) ?? 0) + (isKnown ? 0 : count);
      this.used.set(key, used);
      return { tenantId: id, month, used, limit: this.limit };
    });
    return { items };
  };

  get total(): number {
    return [...this.used.values()].reduce((sum, used) => sum + used, 0);
  }
}

describe('the requests that a plan allows', () => {
  const quotas: RequestQuota[] = [];
  let billing: Billing;
  beforeEach(() => {
    billing = new Billing();
  });
  afterEach(() => Promise.all(quotas.splice(0).map((quota) => quota.stop())));
  const gateway = (): RequestQuota => {
    const quota = createRequestQuota({ send: (batch) => billing.send(batch), clock, log, maxWaitMs: 60_000 });
    quotas.push(quota);
    return quota;
  };
  /** How many of so many go through. */
  const passed = async (takes: Promise<void>[]): Promise<number> =>
    (await Promise.allSettled(takes)).filter(({ status }) => status === 'fulfilled').length;

  it('are passed exactly by one gateway, however many come at once, and the next is 402', async () => {
    const quota = gateway();
    expect(await passed(Array.from({ length: 1_500 }, () => quota.take(tenantId)))).toBe(1_000);
    await expect(quota.take(tenantId)).rejects.toMatchObject({
      code: 'plan.limit_reached',
      details: [{ field: 'apiRequests', limit: 1_000, usage: 1_000 }],
    });
    expect(billing.total).toBe(1_000);
  });

  it('are overrun by five gateways together by one in a hundred at most', async () => {
    const all = Array.from({ length: 5 }, gateway);
    const takes = Array.from({ length: 400 }, () => all.map((quota) => quota.take(tenantId))).flat();
    const through = await passed(takes);
    expect(through).toBeGreaterThanOrEqual(1_000);
    expect(through).toBeLessThanOrEqual(1_010);
    await Promise.all(all.map((quota) => quota.flush()));
    expect(billing.total).toBe(through);
  });

  it('cost billing a call for every hundredth of what is left, and none without a limit', async () => {
    const quota = gateway();
    for (let count = 0; count < 500; count += 1) await quota.take(tenantId);
    expect(billing.batches.length).toBeLessThan(75);
    billing.limit = null;
    const other = newId();
    for (let count = 0; count < 500; count += 1) await quota.take(other);
    expect(billing.batches.filter(({ items }) => items.some((item) => item.tenantId === other))).toHaveLength(
      1,
    );
  });

  it('are more a second after the plan has become larger, and begin anew with the month', async () => {
    const quota = gateway();
    billing.limit = 1;
    await quota.take(tenantId);
    await expect(quota.take(tenantId)).rejects.toThrow('1 requests');
    billing.limit = 2;
    clock.advance(1_000);
    await quota.take(tenantId);
    await expect(quota.take(tenantId)).rejects.toThrow('2 requests');
    const month = monthOf(clock.now());
    clock.advance(31 * 24 * 60 * 60 * 1_000);
    await quota.take(tenantId);
    await quota.flush();
    expect(billing.used.get(`${tenantId} ${month}`)).toBe(2);
    expect(billing.used.get(`${tenantId} ${monthOf(clock.now())}`)).toBe(1);
  });

  it('go on while billing is unavailable, and are counted once when it is back', async () => {
    const quota = gateway();
    await quota.take(tenantId);
    billing.isDown = true;
    expect(await passed(Array.from({ length: 50 }, () => quota.take(tenantId)))).toBe(50);
    await quota.flush();
    await quota.flush();
    billing.isDown = false;
    // The answer to a batch that has arrived may be lost.
    const { send } = billing;
    billing.send = async (batch) => {
      await send(batch);
      billing.send = send;
      throw new Error('the answer was lost');
    };
    await quota.flush();
    await quota.flush();
    expect(billing.total).toBe(51);
  });
});

describe('a gateway', () => {
  let world: World;
  const months: string[] = [];
  let limit = 2;
  let used = 0;
  beforeAll(async () => {
    world = await startWorld();
    world.identity.grants = ({ body }) => grantsFor(JSON.parse(body), { rateLimit: 1_000 });
    const count: StubHandler = ({ body }) => {
      const { items }: Batch = JSON.parse(body);
      for (const item of items) used += item.count;
      months.push(...items.map(({ month }) => month));
      return enveloped({ items: items.map(({ count: _, ...item }) => ({ ...item, used, limit })) });
    };
    world.stubs.billing.handle = (request) =>
      request.url.pathname === '/internal/api-requests' ? count(request) : echo(request);
  });
  afterAll(() => world.stop());

  it('refuses an API key of a tenant whose plan is used up, and no member', async () => {
    const key = newApiKey();
    const url = `${world.url}/api/tenants/${tenantId}/pages`;
    const headers = { 'x-api-key': key };
    const statuses = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await ask(url, { headers })).status);
    expect(statuses).toEqual([200, 200, 402]);
    const refused = await fetchJson(url, { headers });
    expect([refused.code, refused.details?.[0]]).toEqual([
      'plan.limit_reached',
      expect.objectContaining({ field: 'apiRequests', limit: 2, usage: 2 }),
    ]);
    const token = { authorization: `Bearer ${world.identity.token()}` };
    expect((await ask(url, { headers: token })).status).toBe(200);
    expect((await ask(`${world.url}/api/plans`, { headers })).status).toBe(200);
    expect(new Set(months)).toEqual(new Set([monthOf(world.clock.now())]));
    limit = 3;
    world.clock.advance(1_000);
    expect((await ask(url, { headers })).status).toBe(200);
  });
});
