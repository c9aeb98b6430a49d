import { callers } from '@siteninja/testing';
import { startBilling, story, type TestBilling, type TestTenant } from '../test-support';
import { StripeStandIn } from './stripe-test-support';

let stripe: StripeStandIn;
let service: TestBilling;
let tenant: TestTenant;
beforeAll(async () => {
  stripe = await new StripeStandIn().listen();
  service = await startBilling({ env: stripe.environment });
});
afterAll(async () => {
  await service.stop();
  await stripe.close();
});
beforeEach(async () => {
  stripe.requests.length = 0;
  tenant = await service.newTenant();
});
afterEach(() => {
  stripe.isDown = false;
});

const asked = (method: string, path: string) =>
  stripe.requests.filter((request) => request.method === method && request.path.startsWith(path));
const tell = (type: string, object: object) => {
  const { payload, signature } = stripe.event(type, object);
  return service
    .as(callers.anonymous)
    .post('/billing/stripe/webhook')
    .set('content-type', 'application/json; charset=utf-8')
    .set('stripe-signature', signature)
    .send(payload);
};
const planOf = (key: string) => ({ planId: service.plans[key], interval: 'month' });

describe('paying by Stripe', () => {
  it('with a payment method activates the plan, and is charged by the lookup key of the price', async () => {
    const { status, body } = await tenant.pay('pro', { paymentMethod: 'pm_card_visa' });
    expect([status, body.data.status, body.data.provider]).toEqual([201, 'active', 'stripe']);
    const [order] = asked('POST', '/v1/subscriptions');
    expect(order?.form.get('items[0][price]')).toBe('price_pro_month');
    expect(order?.form.get('metadata[tenantId]')).toBe(tenant.id);
    expect(order?.form.get('payment_behavior')).toBe('error_if_incomplete');
  });

  it('changes nothing where the card is declined, and another try is no repetition of the first', async () => {
    const before = await tenant.subscription();
    for (let times = 0; times < 2; times += 1) {
      const { status, body } = await tenant.pay('pro', { paymentMethod: 'pm_card_chargeDeclined' });
      expect([status, body.code]).toEqual([402, 'payment.declined']);
    }
    expect(await tenant.subscription()).toEqual(before);
    const keys = asked('POST', '/v1/subscriptions').map(({ idempotencyKey }) => idempotencyKey);
    expect(new Set(keys).size).toBe(2);
  });

  it('answers 503 with Retry-After while Stripe is down, and the same request made again has the same key', async () => {
    stripe.isDown = true;
    const { status, body, headers } = await tenant.pay('pro', { paymentMethod: 'pm_card_visa' });
    expect([status, body.code]).toEqual([503, 'payment.unavailable']);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    stripe.isDown = false;
    expect((await tenant.pay('pro', { paymentMethod: 'pm_card_visa' })).status).toBe(201);
    const keys = asked('POST', '/v1/customers').map(({ idempotencyKey }) => idempotencyKey);
    expect(keys.length).toBeGreaterThan(1);
    expect(new Set(keys).size).toBe(1);
  });

  it('without a known payment method says which field is missing', async () => {
    const { status, body } = await tenant.pay('pro');
    expect([status, body.details[0].field]).toEqual([422, 'paymentMethod']);
  });

  it('is refused for a plan that Stripe has no price for', async () => {
    const order = { planId: service.plans['business'], interval: 'year', paymentMethod: 'pm_card_visa' };
    const { status, body } = await tenant.admin.post(tenant.path()).send(order);
    expect([status, body.code]).toEqual([503, 'payment.unavailable']);
  });

  it("at Stripe's page is done as soon as Stripe tells of it", async () => {
    const order = { ...planOf('starter'), successUrl: 'https://shop.example/done' };
    const { status, body } = await tenant.admin.post(tenant.path('/checkout')).send(order);
    expect([status, body.data.url]).toEqual([
      200,
      'https://checkout.stripe.example/https://shop.example/done',
    ]);
    expect(await tenant.subscription()).toMatchObject({ status: 'trial' });
    const [session] = asked('POST', '/v1/checkout/sessions');
    expect(session?.form.get('subscription_data[metadata][tenantId]')).toBe(tenant.id);
    const customer = session?.form.get('customer') ?? '';
    const made = stripe.subscribe(tenant.id, 'starter_month', { customer });
    const { metadata } = made;
    expect(
      (await tell('checkout.session.completed', { id: 'cs_1', metadata, subscription: made.id })).status,
    ).toBe(200);
    expect(await tenant.subscription()).toMatchObject({
      status: 'active',
      plan: 'starter',
      provider: 'stripe',
    });
    const portal = await tenant.admin.post(tenant.path('/portal')).send({});
    expect(portal.body.data.url).toBe(`https://portal.stripe.example/${customer}`);
  });
});

describe('a subscription at Stripe', () => {
  beforeEach(() => tenant.pay('starter', { paymentMethod: 'pm_card_visa' }));
  const atStripe = () => {
    const found = [...stripe.subscriptions.values()].findLast(
      ({ metadata }) => metadata['tenantId'] === tenant.id,
    );
    if (!found) throw new Error('Stripe has no such subscription.');
    return found;
  };

  it('is changed with proration, which a preview shows before', async () => {
    const preview = await tenant.admin.get(tenant.path(`/preview?planId=${service.plans['pro']}`));
    expect(preview.body.data).toMatchObject({ total: 2_500, credit: 0, currency: 'USD', lines: [{}, {}] });
    const { status, body } = await tenant.admin.put(tenant.path()).send({ planId: service.plans['pro'] });
    expect([status, body.data.plan]).toEqual([200, 'pro']);
    const change = asked('POST', '/v1/subscriptions/').at(-1);
    expect(change?.form.get('proration_behavior')).toBe('always_invoice');
    expect(change?.idempotencyKey).toMatch(/^change\.pro\.month/);
  });

  it('is cancelled with its period, goes on after all, and ends when Stripe says so', async () => {
    await tenant.admin.delete(tenant.path());
    expect(atStripe().cancel_at_period_end).toBe(true);
    await tenant.admin.post(tenant.path('/resume'));
    expect(atStripe().cancel_at_period_end).toBe(false);
    await tenant.admin.delete(tenant.path('?immediately=true'));
    expect([atStripe().status, (await tenant.subscription())['status']]).toEqual(['canceled', 'cancelled']);
    await tell('customer.subscription.deleted', atStripe());
    expect(story(await tenant.events()).filter((each) => each.includes('cancelled'))).toHaveLength(1);
  });

  it('is past due when Stripe cannot collect, suspended on day 14, cancelled there too on day 44', async () => {
    atStripe().status = 'past_due';
    const failed = stripe.invoice(atStripe(), 'open', 900);
    await tell('invoice.payment_failed', failed);
    expect(await tenant.subscription()).toMatchObject({ status: 'past_due' });
    expect(await tenant.invoices()).toMatchObject([{ status: 'open', total: 900 }]);
    await service.passDays(14);
    await tell('customer.subscription.updated', atStripe());
    expect(await tenant.subscription()).toMatchObject({ status: 'suspended' });
    await service.passDays(30);
    expect(await tenant.subscription()).toMatchObject({ status: 'cancelled' });
    expect(atStripe().status).toBe('canceled');
  });

  it('that is past due is active again once Stripe has collected', async () => {
    atStripe().status = 'past_due';
    const invoice = stripe.invoice(atStripe(), 'open', 900);
    await tell('invoice.payment_failed', invoice);
    atStripe().status = 'active';
    Object.assign(invoice, { status: 'paid' });
    await tell('invoice.paid', invoice);
    expect(await tenant.subscription()).toMatchObject({ status: 'active' });
    expect(await tenant.invoices()).toMatchObject([{ status: 'paid', url: invoice['hosted_invoice_url'] }]);
    expect(story(await tenant.events()).slice(-4)).toEqual([
      'subscription.past_due: past_due',
      'invoice.failed: open',
      'subscription.updated: active',
      'invoice.paid: paid',
    ]);
  });

  it('that is paid anew while past due takes the place of the old one, which ends at Stripe', async () => {
    const old = atStripe();
    old.status = 'past_due';
    await tell('customer.subscription.updated', old);
    expect((await tenant.pay('pro', { paymentMethod: 'pm_card_visa' })).status).toBe(201);
    await service.runDueJobs();
    expect(old.status).toBe('canceled');
    await tell('customer.subscription.deleted', old);
    expect(await tenant.subscription()).toMatchObject({ status: 'active', plan: 'pro' });
  });

  it('of a tenant that is erased ends, and Stripe forgets the customer', async () => {
    const { customer } = atStripe();
    await service.deliver({ type: 'tenant.erased', tenantId: tenant.id });
    await service.runDueJobs();
    expect(asked('DELETE', `/v1/customers/${String(customer)}`)).not.toEqual([]);
    expect(atStripe().status).toBe('canceled');
    expect((await tenant.admin.get(tenant.path())).status).toBe(404);
    await tell('customer.subscription.deleted', atStripe());
    expect((await tenant.admin.get(tenant.path())).status).toBe(404);
  });
});
