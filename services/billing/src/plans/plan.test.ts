import { newId } from '@siteninja/core';
import { callers, startForTest, type TestService } from '@siteninja/testing';
import { billingService } from '../app';
import { type BillingCtx } from '../context';
import { seedPlans } from './plan';
import { plans } from './plan.model';
import { SEEDED_PLANS } from './seeds';

let service: TestService<BillingCtx>;
beforeAll(async () => {
  service = await startForTest(billingService);
});
afterAll(() => service.stop());

const list = () => service.as(callers.anonymous).get('/plans');

describe('plans', () => {
  it('are shown to everybody, from the least to the most, all on one page', async () => {
    const { status, body } = await list();
    expect(status).toBe(200);
    expect(body.data.items.map(({ key }: { key: string }) => key)).toEqual([
      'free',
      'starter',
      'pro',
      'business',
    ]);
    expect(body.data.pagination).toMatchObject({ page: 1, total: 4, totalPages: 1, hasNext: false });
  });

  it('say their prices in cents, their limits, and by null that there is none', async () => {
    const { body } = await list();
    expect(body.data.items[2]).toMatchObject({
      prices: { month: 2_900, year: 29_000 },
      currency: 'USD',
      limits: { pages: 100, storageBytes: 10 * 1024 ** 3, premiumTemplates: true },
    });
    expect(body.data.items[3].limits).toMatchObject({ pages: null, users: null });
  });

  it('allow no less than the plan before, for no lower price', () => {
    const amount = (value: number | boolean | null) => (value === null ? Infinity : Number(value));
    for (const [index, plan] of SEEDED_PLANS.slice(1).entries()) {
      const before = SEEDED_PLANS[index];
      expect(plan.prices.month).toBeGreaterThan(before?.prices.month ?? Infinity);
      const amounts = Object.values(plan.limits).map(amount);
      const lesser = Object.values(before?.limits ?? {}).map(amount);
      expect(amounts.every((value, at) => value >= (lesser[at] ?? Infinity))).toBe(true);
    }
  });

  it('are seeded once, and what has been changed since stays as it is', async () => {
    await plans.in(service.ctx).updateOne({ key: 'starter' }, { $set: { name: 'Starter (2026)' } });
    const { body: before } = await list();
    await Promise.all([seedPlans(service.ctx), seedPlans(service.ctx)]);
    const { body: after } = await list();
    expect(after.data).toEqual(before.data);
  });

  it('that are older than a limit get it as it is seeded, and keep the limits that they name', async () => {
    const row = await plans.in(service.ctx).findOne({ key: 'pro' });
    const { auditDays, ...older } = row?.limits ?? {};
    await service.ctx.db
      .collection('plans')
      .updateOne({ key: 'pro' }, { $set: { limits: { ...older, pages: 77 } } });
    await seedPlans(service.ctx);
    const { body } = await list();
    expect(body.data.items[2].limits).toEqual({ ...older, pages: 77, auditDays });
    expect(auditDays).toBe(365);
  });

  it('are seeded once by processes that start together for the first time', async () => {
    const env = { MONGODB_DATABASE: `test_billing_${newId().slice(-12)}` };
    const running = await Promise.all(Array.from({ length: 2 }, () => startForTest(billingService, { env })));
    const { body } = await (running[0] ?? service).as(callers.anonymous).get('/plans');
    await Promise.all(running.map((one) => one.stop()));
    expect(body.data.items).toHaveLength(4);
  });

  it('take no parameters', async () => {
    const { status, body } = await service.as(callers.anonymous).get('/plans?limit=1');
    expect([status, body.code]).toEqual([422, 'request.invalid']);
  });
});
