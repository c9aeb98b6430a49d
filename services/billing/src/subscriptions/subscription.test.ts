import { newId, testClock } from '@siteninja/core';
import { callers, startForTest, type TestService } from '@siteninja/testing';
import { billingService } from '../app';
import { type BillingCtx } from '../context';
import { subscriptions } from './subscription.model';

let service: TestService<BillingCtx>;
let other: TestService<BillingCtx>;
beforeAll(async () => {
  const database = { MONGODB_DATABASE: `test_billing_${newId().slice(-12)}` };
  const shared = { clock: testClock(new Date('2026-03-01T10:00:00.000Z')) };
  service = await startForTest(billingService, { env: database, shared });
  // A second process of the service, on the same database.
  other = await startForTest(billingService, { env: database, shared });
});
afterAll(async () => {
  await other.stop();
  await service.stop();
});

const read = (tenantId: string) =>
  service.as(callers.admin(tenantId)).get(`/tenants/${tenantId}/subscription`);
const creation = (tenantId: string) => ({
  id: newId(),
  type: 'tenant.created' as const,
  tenantId,
  occurredAt: '2026-03-01T10:00:00.000Z',
  resource: { type: 'tenant', id: tenantId, version: 2 },
});
const started = async (tenantId: string) =>
  (await service.events()).filter((event) => event.tenantId === tenantId);

describe('the trial of a new tenant', () => {
  it('is not there before its event, and says so', async () => {
    const { status, body } = await read(newId());
    expect([status, body.code]).toEqual([404, 'subscription.not_found']);
  });

  it('is 14 days of pro from the making of the tenant, with the limits of the plan', async () => {
    const tenantId = newId();
    await service.deliver(creation(tenantId));
    const { status, body } = await read(tenantId);
    expect(status).toBe(200);
    expect(body.data).toMatchObject({
      tenantId,
      plan: 'pro',
      status: 'trial',
      interval: 'month',
      currentPeriodStart: '2026-03-01T10:00:00.000Z',
      currentPeriodEnd: '2026-03-15T10:00:00.000Z',
      trialEndsAt: '2026-03-15T10:00:00.000Z',
      cancelAtPeriodEnd: false,
      limits: { pages: 100, users: 10 },
      usage: { pages: 0, storageBytes: 0 },
    });
  });

  it('is told to the other services by the system, as a consequence', async () => {
    const tenantId = newId();
    const event = creation(tenantId);
    await service.deliver(event);
    const { body } = await read(tenantId);
    const { usage: _counted, ...presented } = body.data;
    expect(await started(tenantId)).toMatchObject([
      {
        type: 'subscription.created',
        causedBy: event.id,
        actor: { type: 'system' },
        resource: { type: 'subscription', id: body.data.id, version: 1 },
        data: presented,
        change: { before: null, after: presented },
      },
    ]);
  });

  it('is made once, however often the event is delivered', async () => {
    const tenantId = newId();
    const event = creation(tenantId);
    await service.deliver(event);
    await service.deliver(event);
    await service.deliver(creation(tenantId));
    expect(await started(tenantId)).toHaveLength(1);
  });

  it('is made once when two processes hear of the tenant at once', async () => {
    const tenantIds = Array.from({ length: 5 }, newId);
    await Promise.all(
      tenantIds.flatMap((tenantId) => {
        const event = creation(tenantId);
        return [service.deliver(event), other.deliver(event), other.deliver(creation(tenantId))];
      }),
    );
    for (const tenantId of tenantIds) {
      expect(await subscriptions.in({ ...service.ctx, tenantId }).count({})).toBe(1);
      expect(await started(tenantId)).toHaveLength(1);
    }
  });

  it('is not made again for a tenant whose subscription has ended', async () => {
    const tenantId = newId();
    await service.deliver(creation(tenantId));
    await subscriptions.in({ ...service.ctx, tenantId }).updateOne({}, { $set: { status: 'cancelled' } });
    await service.deliver(creation(tenantId));
    const { body } = await read(tenantId);
    expect(body.data.status).toBe('cancelled');
    expect(await started(tenantId)).toHaveLength(1);
  });
});

describe('the live subscription', () => {
  const row = (tenantId: string, status: 'trial' | 'active' | 'cancelled') => ({
    tenantId,
    planId: newId(),
    interval: 'month' as const,
    status,
    currentPeriodStart: new Date(),
    currentPeriodEnd: new Date(),
    trialEndsAt: null,
    cancelAtPeriodEnd: false,
    ...{
      provider: null,
      providerIds: null,
      paymentMethod: null,
      anchorAt: null,
      creditCents: 0,
      declines: 0,
    },
    pastDueSince: null,
    isTrialEndingTold: false,
    pausedAt: null,
    tenantVersion: 0,
  });

  it('is one a tenant, beside any number that have ended', async () => {
    const tenantId = newId();
    const rows = subscriptions.in({ ...service.ctx, tenantId });
    for (const status of ['cancelled', 'cancelled', 'trial'] as const)
      await rows.insert(row(tenantId, status));
    await expect(rows.insert(row(tenantId, 'active'))).rejects.toThrow(/E11000/);
  });
});

describe('reading a subscription', () => {
  let tenantId: string;
  beforeAll(async () => {
    tenantId = newId();
    await service.deliver(creation(tenantId));
  });

  it('is for who may read billing', async () => {
    const path = `/tenants/${tenantId}/subscription`;
    const statuses = await Promise.all(
      [
        callers.anonymous,
        callers.viewer(tenantId),
        callers.editor(tenantId),
        callers.apiKey(tenantId, ['read:pages']),
        callers.admin(newId()),
        callers.apiKey(tenantId, ['read:billing']),
        callers.superAdmin(tenantId),
      ].map(async (caller) => (await service.as(caller).get(path)).status),
    );
    expect(statuses).toEqual([401, 403, 403, 403, 403, 200, 200]);
    expect((await service.plainly.get(path)).status).toBe(401);
  });

  it('answers 304 while nothing has changed, and anew once more is used', async () => {
    const { headers } = await read(tenantId);
    const again = () => read(tenantId).set('If-None-Match', String(headers.etag));
    expect((await again()).status).toBe(304);
    await service.deliver({ type: 'page.created', tenantId });
    expect((await again()).body.data.usage).toMatchObject({ pages: 1, storageBytes: 0 });
  });
});
