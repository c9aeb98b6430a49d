import { newId } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import { registered, startIdentity, TENANT, type TestIdentity } from '../test-support';

let service: TestIdentity;
beforeAll(async () => {
  service = await startIdentity();
});
afterAll(() => service.stop());

describe("the plan's members", () => {
  it('are never overrun, however many are added at once, and the refusal names limit and usage', async () => {
    const { data, tenantId } = await registered(service, TENANT);
    const subscriptionId = newId();
    const subscribed = (version: number, users: number | null) =>
      service.deliver({
        type: 'subscription.updated',
        tenantId,
        resource: { type: 'subscription', id: subscriptionId, version },
        data: { status: 'active', limits: { users, pages: 5, premiumTemplates: false } },
      });
    const add = (email: string) =>
      service
        .as(callers.admin(tenantId, data.user.id))
        .post(`/tenants/${tenantId}/users`)
        .send({ email, role: 'viewer', password: 'a quiet harbour at dawn' });
    await subscribed(1, 3);
    const answers = await Promise.all([1, 2, 3, 4].map((number) => add(`viewer.${number}@harbor.example`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 402, 402]);
    const refused = answers.find(({ status }) => status === 402);
    expect(refused?.body).toMatchObject({
      code: 'plan.limit_reached',
      details: [{ field: 'users', limit: 3, usage: 3 }],
    });
    await subscribed(2, null);
    expect((await add('viewer.5@harbor.example')).status).toBe(201);
  });
});
