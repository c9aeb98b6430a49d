import { callers, startForTest } from '@siteninja/testing';
import { billingService } from '../app';
import { customers } from '../subscriptions/customer.model';
import { startBilling, type TestBilling, type TestTenant } from '../test-support';
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
  stripe.losesCustomers = false;
  tenant = await service.newTenant();
});

const ofTenant = () => [...stripe.customers].filter(([, tenantId]) => tenantId === tenant.id);
const order = () => ({ planId: service.plans['starter'], interval: 'month' });
const checkOut = (as = tenant.admin) => as.post(tenant.path('/checkout')).send(order());
const erase = async () => {
  await service.deliver({ type: 'tenant.erased', tenantId: tenant.id });
  await service.runDueJobs();
};

describe('the customer of a tenant at Stripe', () => {
  it('is one, however many check out at once on two processes', async () => {
    const other = await startForTest(billingService, {
      env: { ...stripe.environment, MONGODB_DATABASE: service.ctx.db.name },
      shared: { clock: service.clock },
    });
    const admins = [tenant.admin, other.as(callers.admin(tenant.id))];
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => checkOut(admins[index % 2])));
    // It would take jobs of the tests that follow.
    await other.stop();
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(ofTenant()).toHaveLength(1);
    const [[customer] = []] = ofTenant();
    const sessions = stripe.requests.filter(({ path }) => path === '/v1/checkout/sessions');
    expect(sessions.map(({ form }) => form.get('customer'))).toEqual(Array(20).fill(customer));
  });

  it('is the same at a later checkout, and for a payment', async () => {
    await checkOut();
    stripe.forgetKeys();
    await checkOut();
    expect((await tenant.pay('pro', { paymentMethod: 'pm_card_visa' })).status).toBe(201);
    expect(ofTenant()).toHaveLength(1);
  });

  it('that checked out and never paid is forgotten with the tenant', async () => {
    await checkOut();
    expect(ofTenant()).toHaveLength(1);
    await erase();
    expect(ofTenant()).toEqual([]);
    expect(await customers.across(service.ctx).count({ tenantId: tenant.id })).toBe(0);
  });

  it('of whose making nobody has heard is the one of the next checkout', async () => {
    stripe.losesCustomers = true;
    expect((await checkOut()).status).toBe(503);
    stripe.losesCustomers = false;
    expect((await checkOut()).status).toBe(200);
    expect(ofTenant()).toHaveLength(1);
  });

  it('of whose making nobody has heard is forgotten with the tenant', async () => {
    stripe.losesCustomers = true;
    expect((await checkOut()).status).toBe(503);
    expect(ofTenant()).toHaveLength(1);
    await erase();
    expect(ofTenant()).toEqual([]);
  });

  it('stays until Stripe has forgotten it, also where that is down when the tenant is erased', async () => {
    await checkOut();
    stripe.isDown = true;
    await erase();
    stripe.isDown = false;
    expect(ofTenant()).toHaveLength(1);
    service.clock.advance(60_000);
    await service.runDueJobs();
    expect(ofTenant()).toEqual([]);
  });
});
