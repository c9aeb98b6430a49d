import { transaction } from '@siteninja/events';
import { cancel, findScheduled } from '@siteninja/jobs';
import { startBilling, story, type TestBilling, type TestTenant } from '../test-support';
import { stepKind } from './steps';
import { getLatest } from './subscription';

let service: TestBilling;
let tenant: TestTenant;
beforeAll(async () => {
  service = await startBilling();
});
afterAll(() => service.stop());
beforeEach(async () => {
  tenant = await service.newTenant();
});

const status = async () => (await tenant.subscription())['status'];

describe('a trial that is older than the jobs which take its steps', () => {
  it('is given them within a day, once, and ends like every other', async () => {
    const { _id } = await getLatest({ ...service.ctx, tenantId: tenant.id });
    const own = { ...service.ctx, tenantId: tenant.id };
    await transaction(own, (tx) => cancel(tx, stepKind, _id));
    await service.passDays(1);
    expect([...(await findScheduled(own, stepKind, [_id]))]).toEqual([_id]);
    await service.passDays(13);
    expect(await status()).toBe('past_due');
    expect(story(await tenant.events())).toEqual([
      'subscription.created: trial',
      'subscription.trial_ending: trial',
      'subscription.past_due: past_due',
    ]);
  });
});

describe('a trial that nobody pays for', () => {
  it('is told of 3 days before its end, then read-only, suspended on day 14 and cancelled on day 44', async () => {
    await service.passDays(10);
    expect(await tenant.events()).toHaveLength(1);
    await service.passDays(1);
    const [created, ending] = await tenant.events();
    expect(ending).toMatchObject({ type: 'subscription.trial_ending', causedBy: created?.id });
    expect(await status()).toBe('trial');
    await service.passDays(3);
    expect(await status()).toBe('past_due');
    await service.passDays(13.9);
    expect(await status()).toBe('past_due');
    await service.passDays(0.1);
    expect(await status()).toBe('suspended');
    await service.passDays(29.9);
    expect(await status()).toBe('suspended');
    await service.passDays(0.1);
    expect(await status()).toBe('cancelled');
    await service.passDays(400);
    expect(story(await tenant.events())).toEqual([
      'subscription.created: trial',
      'subscription.trial_ending: trial',
      'subscription.past_due: past_due',
      'subscription.updated: suspended',
      'subscription.cancelled: cancelled',
    ]);
    expect((await tenant.events()).slice(2).every(({ causedBy }) => causedBy === undefined)).toBe(true);
  });

  it('comes to the same when everything was down meanwhile', async () => {
    await service.passDays(100);
    expect(await status()).toBe('cancelled');
    expect(await tenant.events()).toHaveLength(5);
  });

  it.each([
    [15, 'past_due', 'subscription.updated: active'],
    [30, 'suspended', 'subscription.updated: active'],
    [60, 'cancelled', 'subscription.created: active'],
  ])('is active again by a payment on day %i, when it is %s', async (days, before, event) => {
    await service.passDays(days);
    expect(await status()).toBe(before);
    expect((await tenant.pay('pro')).status).toBe(201);
    expect(await status()).toBe('active');
    expect(story(await tenant.events()).slice(-2)).toEqual([event, 'invoice.paid: paid']);
    await service.passDays(20);
    expect(await status()).toBe('active');
  });
});

describe('a subscription that is paid', () => {
  it('is renewed month by month, a year in one go as day by day, each with an invoice', async () => {
    await tenant.pay('pro');
    const [first] = await tenant.invoices();
    await service.passDays(370);
    const all = await tenant.invoices();
    expect(all).toHaveLength(13);
    const ends = all.map(({ periodEnd }) => periodEnd);
    expect(all.slice(1).map(({ periodStart }) => periodStart)).toEqual(ends.slice(0, -1));
    expect(new Set(all.map(({ number }) => number)).size).toBe(13);
    expect(all.every(({ total, status: state }) => total === 2_900 && state === 'paid')).toBe(true);
    expect(await tenant.subscription()).toMatchObject({ status: 'active', currentPeriodEnd: ends.at(-1) });
    expect(first?.['periodStart']).toBe(all[0]?.['periodStart']);
  });

  it('is past due when a renewal is declined, with an open invoice, until something else pays', async () => {
    await tenant.pay('pro', { paymentMethod: 'pm_card_chargeCustomerFail' });
    await service.passDays(31);
    expect(await status()).toBe('past_due');
    expect(story(await tenant.events()).slice(-2)).toEqual([
      'subscription.past_due: past_due',
      'invoice.failed: open',
    ]);
    expect((await tenant.invoices()).map((each) => each['status'])).toEqual(['paid', 'open']);
    await tenant.pay('pro');
    expect((await tenant.invoices()).map((each) => each['status'])).toEqual(['paid', 'void', 'paid']);
    await service.passDays(20);
    expect(await status()).toBe('active');
  });

  it('is renewed for nothing on the free plan', async () => {
    await tenant.pay('free');
    await service.passDays(100);
    expect([await status(), await tenant.invoices()]).toEqual(['active', []]);
  });
});
