import { calls } from '@siteninja/contracts';
import { DAY_MS, newId } from '@siteninja/core';
import { readKeptMails } from '@siteninja/mail';
import { stubCall } from '@siteninja/testing';
import { StripeStandIn } from '../stripe/stripe-test-support';
import { startBilling, type TestBilling, type TestTenant } from '../test-support';

let stripe: StripeStandIn;
let service: TestBilling;
let paidByStripe: TestBilling;
let tenant: TestTenant;
/** What the tenant service counts up with each change. */
let version: number;

beforeAll(async () => {
  const admins = stubCall(calls.listAdminEmails, ({ params: { tenantId } }) => ({
    name: 'Harbor',
    locale: 'en',
    emails: [`joe.${tenantId}@harbor.example`],
  }));
  stripe = await new StripeStandIn().listen();
  service = await startBilling({ stubs: [admins] });
  paidByStripe = await startBilling({ env: stripe.environment });
});
afterAll(async () => {
  await service.stop();
  await paidByStripe.stop();
  await stripe.close();
});
beforeEach(async () => {
  version = 2;
  tenant = await service.newTenant();
});

async function tell(type: 'tenant.deleted' | 'tenant.restored', own = service, which = (version += 1)) {
  await own.deliver({
    id: newId(),
    type,
    tenantId: tenant.id,
    occurredAt: own.clock.now().toISOString(),
    resource: { type: 'tenant', id: tenant.id, version: which },
  });
}

async function isDeletedForDays(days: number): Promise<void> {
  await tell('tenant.deleted');
  await service.passDays(days);
  await tell('tenant.restored');
}

const status = async () => (await tenant.subscription())['status'];
/** How many days of the period are left. */
async function daysLeft(): Promise<number> {
  const { currentPeriodEnd } = await tenant.subscription();
  return (Date.parse(String(currentPeriodEnd)) - service.clock.now().getTime()) / DAY_MS;
}

describe('while a tenant is deleted', () => {
  it('its trial stands still, and goes on when it is restored', async () => {
    await service.passDays(5);
    await isDeletedForDays(25);
    const { trialEndsAt, currentPeriodEnd } = await tenant.subscription();
    expect([await status(), await daysLeft(), trialEndsAt]).toEqual(['trial', 9, currentPeriodEnd]);
    const [told] = (await tenant.events()).slice(-1);
    expect(told).toMatchObject({ type: 'subscription.updated', causedBy: expect.any(String) });
    await service.passDays(8.9);
    expect(await status()).toBe('trial');
    await service.passDays(0.2);
    expect(await status()).toBe('past_due');
  });

  it('nothing is paid for, and what was paid for is there when it is restored', async () => {
    await tenant.pay('starter');
    await service.passDays(10);
    const left = await daysLeft();
    await isDeletedForDays(29);
    expect([await status(), await daysLeft()]).toEqual(['active', left]);
    expect(await tenant.invoices()).toHaveLength(1);
    await service.passDays(left);
    expect(await tenant.invoices()).toHaveLength(2);
    expect(await daysLeft()).toBeGreaterThanOrEqual(28);
  });

  it('the days without a payment do not count, and no mail is sent', async () => {
    const subjects = async () => {
      const to = `joe.${tenant.id}@harbor.example`;
      return (await readKeptMails(service.ctx.config.MAIL_FOLDER, { to, limit: 50 })).length;
    };
    await service.passDays(11);
    await service.passDays(4);
    expect([await status(), await subjects()]).toEqual(['past_due', 2]);
    await isDeletedForDays(28);
    expect([await status(), await subjects()]).toEqual(['past_due', 2]);
    await service.passDays(2);
    expect(await subjects()).toBe(3);
    await service.passDays(4);
    expect(await subjects()).toBe(4);
    await service.passDays(6.9);
    expect(await status()).toBe('past_due');
    await service.passDays(0.2);
    expect(await status()).toBe('suspended');
  });

  it('nothing is paused by an event that comes later than that of its restoration, or again', async () => {
    await tell('tenant.restored', service, 4);
    await tell('tenant.deleted', service, 3);
    await tell('tenant.restored', service, 4);
    await service.passDays(14);
    expect(await status()).toBe('past_due');
  });

  it('Stripe collects nothing, and does so again when it is restored', async () => {
    tenant = await paidByStripe.newTenant();
    await tenant.pay('starter', { paymentMethod: 'pm_card_visa' });
    const paused = () =>
      [...stripe.subscriptions.values()].find(({ metadata }) => metadata['tenantId'] === tenant.id)?.[
        'pause_collection'
      ];
    await tell('tenant.deleted', paidByStripe);
    await paidByStripe.runDueJobs();
    expect(paused()).toBe('void');
    await tell('tenant.restored', paidByStripe);
    await paidByStripe.runDueJobs();
    expect(paused()).toBeNull();
  });
});
