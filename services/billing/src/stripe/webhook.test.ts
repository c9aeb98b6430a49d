import { newId } from '@siteninja/core';
import { callers } from '@siteninja/testing';
import { startBilling, type TestBilling, type TestTenant } from '../test-support';
import { StripeStandIn, type StandInSubscription } from './stripe-test-support';

let stripe: StripeStandIn;
let service: TestBilling;
beforeAll(async () => {
  stripe = await new StripeStandIn().listen();
  service = await startBilling({ env: stripe.environment });
});
afterAll(async () => {
  await service.stop();
  await stripe.close();
});

interface Sent {
  payload: string;
  signature?: string;
}

const send = ({ payload, signature }: Sent) => {
  const request = service
    .as(callers.anonymous)
    .post('/billing/stripe/webhook')
    .set('content-type', 'application/json; charset=utf-8');
  if (signature !== undefined) void request.set('stripe-signature', signature);
  return request.send(payload);
};

describe('the webhook of Stripe', () => {
  it('refuses a body that Stripe has not signed, has signed for somebody else, or more than five minutes ago', async () => {
    const tenant = await service.newTenant();
    const made = stripe.subscribe(tenant.id, 'pro_month');
    const type = 'customer.subscription.created';
    const now = Math.floor(Date.now() / 1_000);
    const good = stripe.event(type, made);
    for (const wrong of [
      { payload: good.payload },
      { payload: good.payload, signature: 'nonsense' },
      { payload: good.payload.replace('pro', 'business'), signature: good.signature },
      { payload: JSON.stringify(JSON.parse(good.payload)), signature: good.signature },
      stripe.event(type, made, { secret: 'whsec_of_another' }),
      stripe.event(type, made, { timestamp: now - 310 }),
    ]) {
      const { status, body } = await send(wrong);
      expect([status, body.code]).toEqual([400, 'payment.signature_invalid']);
    }
    expect(await tenant.subscription()).toMatchObject({ status: 'trial' });
    expect((await send(stripe.event(type, made, { timestamp: now - 290 }))).status).toBe(200);
    expect(await tenant.subscription()).toMatchObject({ status: 'active', plan: 'pro' });
  });

  it('answers 200 to what means nothing here: unknown types, tenants and subscriptions', async () => {
    const elsewhere = stripe.subscribe(newId(), 'pro_month');
    const ownTenant = await service.newTenant();
    const forgotten = { id: 'sub_unknown', metadata: { tenantId: ownTenant.id } };
    for (const event of [
      stripe.event('radar.early_fraud_warning.created', { id: 'issfr_1' }),
      stripe.event('customer.subscription.updated', { id: 'sub_2', metadata: {} }),
      stripe.event('customer.subscription.updated', elsewhere),
      stripe.event('customer.subscription.updated', forgotten),
      stripe.event('invoice.paid', { id: 'in_1', parent: null }),
    ]) {
      const { status, body } = await send(event);
      expect([status, body.data]).toEqual([200, { received: true }]);
    }
    expect(await ownTenant.subscription()).toMatchObject({ status: 'trial' });
  });

  it('answers 503 while Stripe cannot be asked, and the event counts when it is repeated', async () => {
    const tenant = await service.newTenant();
    const event = stripe.event('customer.subscription.created', stripe.subscribe(tenant.id, 'pro_month'));
    stripe.isDown = true;
    expect((await send(event)).status).toBe(503);
    stripe.isDown = false;
    expect((await send(event)).status).toBe(200);
    expect(await tenant.subscription()).toMatchObject({ status: 'active' });
  });

  it('asks Stripe nothing about an event that is told again', async () => {
    const tenant = await service.newTenant();
    const event = stripe.event('customer.subscription.created', stripe.subscribe(tenant.id, 'pro_month'));
    await send(event);
    stripe.isDown = true;
    expect((await send(event)).status).toBe(200);
    stripe.isDown = false;
  });

  it('is closed where Stripe is not set up', async () => {
    const without = await startBilling();
    const { status } = await without
      .as(callers.anonymous)
      .post('/billing/stripe/webhook')
      .set('content-type', 'application/json; charset=utf-8')
      .set('stripe-signature', 't=1,v1=00')
      .send('{}');
    expect(status).toBe(400);
    await without.stop();
  });
});

describe('1,000 tellings: each event three times, in any order, some of them tampered with', () => {
  const TENANTS = 20;
  const EVENTS = 334;
  const random = generator(7);
  const below = (limit: number): number => Math.floor(random() * limit);

  it('end in the state that Stripe is in', async () => {
    const lives: { tenant: TestTenant; subscription: StandInSubscription }[] = [];
    for (let count = 0; count < TENANTS; count += 1) {
      const tenant = await service.newTenant();
      lives.push({ tenant, subscription: stripe.subscribe(tenant.id, 'starter_month') });
    }
    const events: Sent[] = [];
    while (events.length < EVENTS) {
      const life = lives[events.length % TENANTS];
      if (life) events.push(happening(life.subscription));
    }
    const deliveries = shuffled([...events, ...events, ...events].map(maybeTampered));
    const answers = await inLanes(deliveries, 16, async ({ sent, isTampered }) => ({
      isTampered,
      status: (await send(sent)).status,
    }));
    const statuses = (wanted: boolean) =>
      new Set(answers.filter(({ isTampered }) => isTampered === wanted).map(({ status }) => status));
    expect([[...statuses(true)], [...statuses(false)]]).toEqual([[400], [200]]);
    for (const { tenant, subscription } of lives) {
      expect(await stateOf(tenant)).toEqual(referenceOf(subscription));
    }
  }, 600_000);

  /** Something happens at Stripe, which tells of it. */
  function happening(subscription: StandInSubscription): Sent {
    const what = below(5);
    if (what === 0) return invoiced(subscription, 'paid');
    if (what === 1) return invoiced(subscription, 'open');
    if (what === 2) subscription.cancel_at_period_end = !subscription.cancel_at_period_end;
    if (what === 3)
      subscription['items'] = stripe.subscribe('', ['pro_month', 'pro_year'][below(2)] ?? '')['items'];
    return stripe.event('customer.subscription.updated', subscription);
  }

  function invoiced(subscription: StandInSubscription, status: 'paid' | 'open'): Sent {
    subscription.status = status === 'paid' ? 'active' : 'past_due';
    const type = status === 'paid' ? 'invoice.paid' : 'invoice.payment_failed';
    return stripe.event(type, stripe.invoice(subscription, status, 900 + below(100)));
  }

  /** One in ten is sent a fourth time, changed on its way. */
  function maybeTampered(sent: Sent): { sent: Sent; isTampered: boolean } {
    if (below(10) > 0) return { sent, isTampered: false };
    extra.push({
      sent: { ...sent, payload: sent.payload.replace('"active"', '"canceled"').concat(' ') },
      isTampered: true,
    });
    return { sent, isTampered: false };
  }
  const extra: { sent: Sent; isTampered: boolean }[] = [];

  function shuffled<T extends { sent: Sent; isTampered: boolean }>(list: T[]) {
    const all: { sent: Sent; isTampered: boolean }[] = [...list, ...extra];
    for (let last = all.length - 1; last > 0; last -= 1) {
      const other = below(last + 1);
      const [one, two] = [all[last], all[other]];
      if (one && two) [all[last], all[other]] = [two, one];
    }
    return all;
  }

  async function stateOf(tenant: TestTenant) {
    // A caller's token is good for a minute.
    const admin = service.as(callers.admin(tenant.id));
    const { status, plan, interval, cancelAtPeriodEnd } = (await admin.get(tenant.path())).body.data;
    const { body } = await admin.get(tenant.path('/invoices?limit=100'));
    const invoices = body.data.items.map((each: Record<string, unknown>) => [
      each['number'],
      each['status'],
      each['total'],
    ]);
    return { status, plan, interval, cancelAtPeriodEnd, invoices: invoices.sort() };
  }

  function referenceOf(subscription: StandInSubscription) {
    const items = JSON.parse(JSON.stringify(subscription['items']));
    const [plan, interval] = items.data[0].price.lookup_key.split('_');
    const invoices = [...stripe.invoices.values()]
      .filter(({ parent }) => JSON.stringify(parent).includes(subscription.id))
      .map((each) => [each['number'], each['status'], each['amount_due']]);
    const { status, cancel_at_period_end: cancelAtPeriodEnd } = subscription;
    return { status, plan, interval, cancelAtPeriodEnd, invoices: invoices.sort() };
  }
});

/** Park and Miller's numbers: the same ones in every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

async function inLanes<T, Result>(
  items: T[],
  lanes: number,
  work: (item: T) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const rest = [...items];
  const lane = async (): Promise<void> => {
    for (let item = rest.pop(); item !== undefined; item = rest.pop()) results.push(await work(item));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}
