import { newId } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import { startBilling, story, type TestBilling, type TestTenant } from '../test-support';

let service: TestBilling;
let tenant: TestTenant;
beforeAll(async () => {
  service = await startBilling();
});
afterAll(() => service.stop());
beforeEach(async () => {
  tenant = await service.newTenant();
});

const { objectContaining } = expect;

describe('paying for a plan', () => {
  it('makes it active from now on, with an invoice and one event of its own', async () => {
    const { status, body, headers } = await tenant.pay('starter');
    expect([status, headers['location']]).toEqual([201, `/api${tenant.path()}`]);
    const now = service.clock.now().toISOString();
    expect(body.data).toMatchObject({ plan: 'starter', status: 'active', provider: 'test' });
    expect(body.data).toMatchObject({ currentPeriodStart: now, limits: { pages: 20 } });
    expect(await tenant.invoices()).toEqual([
      objectContaining({
        status: 'paid',
        plan: 'starter',
        total: 900,
        currency: 'USD',
        paidAt: now,
        periodStart: now,
        periodEnd: body.data.currentPeriodEnd,
        lines: [{ description: 'Starter, 1 month', amount: 900 }],
      }),
    ]);
    const [, updated, paid] = await tenant.events();
    expect(updated).toMatchObject({ type: 'subscription.updated', change: { before: { status: 'trial' } } });
    expect(updated?.causedBy).toBeUndefined();
    expect(paid).toMatchObject({ type: 'invoice.paid', causedBy: updated?.id, data: { total: 900 } });
  });

  it('is refused while a subscription is active, also to the second of two at once', async () => {
    const both = await Promise.all([tenant.pay('pro'), tenant.pay('pro')]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    const again = await tenant.pay('starter');
    expect([again.status, again.body.code]).toEqual([409, 'subscription.active']);
    expect(await tenant.invoices()).toHaveLength(1);
  });

  it('changes nothing where the payment is declined', async () => {
    const before = await tenant.subscription();
    const { status, body } = await tenant.pay('pro', { paymentMethod: 'pm_card_chargeDeclined' });
    expect([status, body.code]).toEqual([402, 'payment.declined']);
    expect(await tenant.subscription()).toEqual(before);
    expect(await tenant.invoices()).toEqual([]);
    expect(await tenant.events()).toHaveLength(1);
  });

  it('costs nothing for the free plan, also with a card that is declined', async () => {
    const { status } = await tenant.pay('free', { paymentMethod: 'pm_card_chargeDeclined' });
    expect([status, await tenant.invoices()]).toEqual([201, []]);
  });

  it('names each field that is wrong', async () => {
    const fieldsOf = async (body: object) => {
      const answer = await tenant.admin.post(tenant.path()).send(body);
      return [answer.status, answer.body.details.map(({ field }: { field: string }) => field)];
    };
    const planId = service.plans['pro'];
    expect(await fieldsOf({})).toEqual([422, ['planId', 'interval']]);
    expect(await fieldsOf({ planId: newId(), interval: 'month' })).toEqual([422, ['planId']]);
    expect(await fieldsOf({ planId, interval: 'week' })).toEqual([422, ['interval']]);
    const more = { planId, interval: 'year' };
    expect(await fieldsOf({ ...more, paymentMethod: '4242' })).toEqual([422, ['paymentMethod']]);
    expect(await fieldsOf({ ...more, paymentMethod: 'pm_card_unknown' })).toEqual([422, ['paymentMethod']]);
  });

  it('is refused for a plan that is too small, naming each limit with the usage', async () => {
    for (let page = 0; page < 6; page += 1) {
      await service.deliver({ type: 'page.created', tenantId: tenant.id });
    }
    const { status, body } = await tenant.pay('free');
    expect([status, body.code]).toEqual([409, 'plan.too_small']);
    expect(body.details).toEqual([objectContaining({ field: 'pages', limit: 5, usage: 6 })]);
  });

  it('at a checkout of the test provider is done when its address is known', async () => {
    const order = { planId: service.plans['pro'], interval: 'year', successUrl: 'https://shop.example/done' };
    const { status, body } = await tenant.admin.post(tenant.path('/checkout')).send(order);
    expect([status, body.data]).toEqual([200, { url: 'https://shop.example/done' }]);
    expect(await tenant.subscription()).toMatchObject({ status: 'active', plan: 'pro', interval: 'year' });
    const again = await tenant.admin.post(tenant.path('/checkout')).send(order);
    expect([again.status, again.body.code]).toEqual([409, 'subscription.active']);
  });

  it('is for who may write billing, of the tenant itself', async () => {
    for (const caller of [callers.viewer(tenant.id), callers.editor(tenant.id), callers.admin(newId())]) {
      const { status } = await service.as(caller).post(tenant.path()).send({});
      expect(status).toBe(403);
    }
    expect((await service.as(callers.viewer(tenant.id)).get(tenant.path('/usage'))).status).toBe(200);
  });
});

describe('another plan', () => {
  const change = (body: object) => tenant.admin.put(tenant.path()).send(body);

  it('holds at once, and the rest of the paid period counts', async () => {
    await tenant.pay('starter');
    const { currentPeriodEnd } = await tenant.subscription();
    // March has 31 days.
    service.clock.advance(15.5 * 24 * 3_600_000);
    const { status, body } = await change({ planId: service.plans['pro'] });
    expect(status).toBe(200);
    expect(body.data).toMatchObject({
      plan: 'pro',
      status: 'active',
      currentPeriodEnd,
      limits: { pages: 100 },
    });
    const [, prorated] = await tenant.invoices();
    expect(prorated).toMatchObject({
      total: 1_000,
      lines: [
        { description: 'Unused time of Starter, 1 month', amount: -450 },
        { description: 'Pro, 1 month', amount: 1_450 },
      ],
    });
    expect(story(await tenant.events()).slice(-2)).toEqual([
      'subscription.updated: active',
      'invoice.paid: paid',
    ]);
  });

  it('costs what a preview says before, which changes nothing', async () => {
    await tenant.pay('starter');
    service.clock.advance(15.5 * 24 * 3_600_000);
    const path = tenant.path(`/preview?planId=${service.plans['pro']}`);
    const { status, body } = await tenant.admin.get(path);
    expect([status, body.data.total, body.data.credit]).toEqual([200, 1_000, 0]);
    expect(await tenant.subscription()).toMatchObject({ plan: 'starter' });
    await change({ planId: service.plans['pro'] });
    const [, { lines, total, periodEnd }] = (await tenant.invoices()) as [object, Record<string, unknown>];
    expect({ lines, total, periodEnd }).toEqual({
      lines: body.data.lines,
      total: body.data.total,
      periodEnd: body.data.periodEnd,
    });
  });

  it('begins a period of its own where the interval is another', async () => {
    await tenant.pay('pro');
    const { body } = await change({ interval: 'year' });
    expect(body.data.interval).toBe('year');
    const [, invoice] = await tenant.invoices();
    expect(invoice).toMatchObject({ total: 29_000 - 2_900, periodEnd: body.data.currentPeriodEnd });
  });

  it('leaves a credit where it is smaller, which the next periods are paid with', async () => {
    await tenant.pay('pro');
    expect((await change({ planId: service.plans['starter'] })).status).toBe(200);
    expect(await tenant.invoices()).toHaveLength(1);
    await service.passDays(31);
    expect(await tenant.invoices()).toHaveLength(1);
    await service.passDays(62);
    const last = (await tenant.invoices()).at(-1);
    expect(last).toMatchObject({
      total: 700,
      lines: [{ amount: 900 }, { description: 'Credit', amount: -200 }],
    });
  });

  it('is refused where more is used than it allows, with the excess', async () => {
    await tenant.pay('pro');
    for (let page = 0; page < 21; page += 1) {
      await service.deliver({ type: 'page.created', tenantId: tenant.id });
    }
    const { status, body } = await change({ planId: service.plans['starter'] });
    expect([status, body.code]).toEqual([409, 'plan.too_small']);
    expect(body.details).toEqual([objectContaining({ field: 'pages', limit: 20, usage: 21 })]);
    expect(await tenant.subscription()).toMatchObject({ plan: 'pro' });
  });

  it('is refused on trial and after the end, and changes nothing where it says what is', async () => {
    const before = await tenant.subscription();
    expect((await change({ planId: before['planId'] })).body.data).toEqual(before);
    const refused = await change({ planId: service.plans['starter'] });
    expect([refused.status, refused.body.code]).toEqual([409, 'subscription.not_active']);
    expect(await tenant.events()).toHaveLength(1);
  });

  it('is refused for the entity tag of another state', async () => {
    await tenant.pay('starter');
    const { headers } = await tenant.admin.get(tenant.path());
    const withTag = (planId?: string) =>
      tenant.admin.put(tenant.path()).set('If-Match', String(headers['etag'])).send({ planId });
    expect((await withTag(service.plans['pro'])).status).toBe(200);
    expect((await withTag(service.plans['business'])).status).toBe(412);
  });
});

describe('cancelling', () => {
  const cancel = (query = '') => tenant.admin.delete(tenant.path(query));

  it('ends the subscription with the period that is paid, and can be taken back until then', async () => {
    await tenant.pay('pro');
    expect((await cancel()).body.data).toMatchObject({ status: 'active', cancelAtPeriodEnd: true });
    expect((await cancel()).status).toBe(200);
    const resumed = await tenant.admin.post(tenant.path('/resume'));
    expect([resumed.status, resumed.body.data.cancelAtPeriodEnd]).toEqual([200, false]);
    await service.passDays(32);
    expect(await tenant.subscription()).toMatchObject({ status: 'active' });
    await cancel();
    await service.passDays(32);
    expect(await tenant.subscription()).toMatchObject({ status: 'cancelled', cancelAtPeriodEnd: false });
    expect(await tenant.invoices()).toHaveLength(2);
    expect(story(await tenant.events()).at(-1)).toBe('subscription.cancelled: cancelled');
    for (const answer of [await cancel(), await tenant.admin.post(tenant.path('/resume'))]) {
      expect([answer.status, answer.body.code]).toEqual([409, 'subscription.not_active']);
    }
  });

  it('immediately ends it now, and paying begins another one', async () => {
    await tenant.pay('pro');
    const { body } = await cancel('?immediately=true');
    expect(body.data.status).toBe('cancelled');
    const again = await tenant.pay('business');
    expect([again.status, again.body.data.status]).toEqual([201, 'active']);
    expect(again.body.data.id).not.toBe(body.data.id);
    expect(story(await tenant.events()).slice(-2)).toEqual([
      'subscription.created: active',
      'invoice.paid: paid',
    ]);
  });

  it('during the trial ends it with the trial, without a word of its ending before', async () => {
    await cancel();
    await service.passDays(15);
    expect(story(await tenant.events())).toEqual([
      'subscription.created: trial',
      'subscription.updated: trial',
      'subscription.cancelled: cancelled',
    ]);
  });
});

describe("the provider's portal", () => {
  it('is there once something has been paid', async () => {
    const open = () => tenant.admin.post(tenant.path('/portal')).send({ returnUrl: 'https://shop.example/' });
    expect((await open()).body.code).toBe('subscription.not_active');
    await tenant.pay('pro');
    expect((await open()).body.data).toEqual({ url: 'https://shop.example/' });
  });
});

describe('the report of usage', () => {
  it('shows all limits of the plan, and what is used of each', async () => {
    await service.deliver({ type: 'page.created', tenantId: tenant.id });
    const { body } = await tenant.admin.get(tenant.path('/usage'));
    expect(body.data.usage).toEqual({
      pages: 1,
      users: 1,
      storageBytes: 0,
      aiCredits: 0,
      customDomains: 0,
      apiRequests: 0,
    });
    expect(Object.keys(body.data.limits)).toEqual(expect.arrayContaining(Object.keys(body.data.usage)));
  });
});
