import { newId } from '@siteninja/core';
import { callers, startForTest, type TestService } from '@siteninja/testing';
import { type BillingCtx } from '../context';
import { billingService } from '../app';

let service: TestService<BillingCtx>;
beforeAll(async () => {
  service = await startForTest(billingService);
});
afterAll(() => service.stop());

const month = () => service.ctx.clock.now().toISOString().slice(0, 7);
const send = async (items: { tenantId: string; count: number; month?: string }[], batchId = newId()) => {
  const body = { batchId, items: items.map((item) => ({ month: month(), ...item })) };
  const answer = await service.as(callers.service('gateway')).post('/internal/api-requests').send(body);
  expect([answer.status, answer.body.error]).toEqual([200, undefined]);
  return answer.body.data.items;
};
const begin = async (tenantId: string) => {
  await service.deliver({ type: 'tenant.created', tenantId, occurredAt: new Date().toISOString() });
  return tenantId;
};
const report = async (tenantId: string) =>
  (await service.as(callers.viewer(tenantId)).get(`/tenants/${tenantId}/subscription/usage`)).body.data;

describe('requests of API keys', () => {
  it('are summed by tenant and month, and shown beside the limit of the plan', async () => {
    const [tenantId, other] = [await begin(newId()), await begin(newId())];
    await send([
      { tenantId, count: 3 },
      { tenantId: other, count: 1 },
    ]);
    await send([{ tenantId, count: 5, month: '2020-01' }]);
    const [now] = await send([{ tenantId, count: 4 }]);
    expect(now).toEqual({ tenantId, month: month(), used: 7, limit: 1_000_000 });
    const { usage, limits } = await report(tenantId);
    expect([usage.apiRequests, limits.apiRequests]).toEqual([7, 1_000_000]);
    expect((await report(other)).usage.apiRequests).toBe(1);
  });

  it('are counted once when a batch arrives again, also at once', async () => {
    const tenantId = await begin(newId());
    const batchId = newId();
    await Promise.all([1, 2, 3].map(() => send([{ tenantId, count: 2 }], batchId)));
    const [now] = await send([{ tenantId, count: 0 }]);
    expect(now.used).toBe(2);
  });

  it('have no limit before the trial has begun', async () => {
    const [now] = await send([{ tenantId: newId(), count: 1 }]);
    expect(now).toMatchObject({ used: 1, limit: null });
  });
});
