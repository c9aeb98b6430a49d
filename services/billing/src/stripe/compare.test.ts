import { callers } from '@siteninja/testing';
import { startBilling, story, type TestBilling, type TestTenant } from '../test-support';
import { StripeStandIn } from './stripe-test-support';

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

/** A tenant whose payment was told of by a webhook. */
async function paying() {
  const tenant = await service.newTenant();
  const made = stripe.subscribe(tenant.id, 'pro_month');
  const { payload, signature } = stripe.event('customer.subscription.created', made);
  const sent = await service
    .as(callers.anonymous)
    .post('/billing/stripe/webhook')
    .set({ 'content-type': 'application/json', 'stripe-signature': signature })
    .send(payload);
  expect(sent.status).toBe(200);
  return { tenant, made };
}

const state = async (tenant: TestTenant) => {
  const { status, plan } = await tenant.subscription();
  return [status, plan];
};

describe('what no webhook has told of', () => {
  it('is taken over within a day: ends, failed and later payments, other plans, and new subscriptions', async () => {
    const [ended, late, paid, other, same] = await Promise.all([1, 2, 3, 4, 5].map(paying));
    const unheard = await service.newTenant();
    if (!ended || !late || !paid || !other || !same) throw new Error('There are five.');
    ended.made.status = 'canceled';
    late.made.status = 'past_due';
    stripe.invoice(paid.made, 'paid', 2_900);
    other.made.items = stripe.subscribe('elsewhere', 'business_month').items;
    stripe.subscribe(unheard.id, 'starter_year');
    const before = story(await same.tenant.events());
    await service.passDays(1);
    expect(await state(ended.tenant)).toEqual(['cancelled', 'pro']);
    expect(await state(late.tenant)).toEqual(['past_due', 'pro']);
    expect(await paid.tenant.invoices()).toMatchObject([{ status: 'paid', total: 2_900 }]);
    expect(await state(other.tenant)).toEqual(['active', 'business']);
    expect(await state(unheard)).toEqual(['active', 'starter']);
    expect(story(await same.tenant.events())).toEqual(before);
    late.made.status = 'active';
    await service.passDays(1);
    expect(await state(late.tenant)).toEqual(['active', 'pro']);
    expect(await paid.tenant.invoices()).toHaveLength(1);
  });

  it('waits while Stripe does not answer, and one that means nothing here holds up no other', async () => {
    const [strange, known] = [await paying(), await paying()];
    strange.made.items = { object: 'list', data: [] };
    known.made.status = 'past_due';
    stripe.isDown = true;
    await service.passDays(1);
    expect(await state(known.tenant)).toEqual(['active', 'pro']);
    stripe.isDown = false;
    service.clock.advance(60_000);
    await service.runDueJobs();
    expect(await state(known.tenant)).toEqual(['past_due', 'pro']);
    expect(await state(strange.tenant)).toEqual(['active', 'pro']);
  });
});
