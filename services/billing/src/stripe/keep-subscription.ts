import { type EventType } from '@siteninja/contracts';
import { type Tx } from '@siteninja/events';
import { type BillingCtx } from '../context';
import { type StripeSubscription } from '../payments/stripe-facts';
import { getPlan } from '../plans/plan';
import { activate } from '../subscriptions/activate';
import { changeSubscription } from '../subscriptions/change-subscription';
import { findLatest } from '../subscriptions/subscription';
import { type SubscriptionRow } from '../subscriptions/subscription.model';

type Change = Parameters<typeof changeSubscription>[2];

/**
 * Makes the tenant's subscription what Stripe says that it is.
 * @returns the id of the change's event, where one was made of what was known already
 */
export async function keepSubscription(
  tx: Tx<BillingCtx>,
  row: SubscriptionRow,
  told: StripeSubscription,
): Promise<string | undefined> {
  if (isOurs(row, told)) return follow(tx, row, told);
  // Begun and not paid, or ended before another took its place.
  if (told.status === null || told.status === 'cancelled') return undefined;
  const hasAnother = row.provider === 'stripe' && row.status !== 'cancelled';
  if (hasAnother && row.status === 'active') {
    tx.log.error('a tenant pays for two subscriptions at Stripe', { subscriptionId: told.id });
  }
  if (hasAnother && (row.status === 'active' || told.status !== 'active')) return undefined;
  await activate(tx, await getPlan(tx, { key: told.plan }), told.interval, told.paid);
  const made = await findLatest(tx);
  return made ? follow(tx, made, told) : undefined;
}

function isOurs({ provider, providerIds }: SubscriptionRow, { id }: StripeSubscription): boolean {
  return provider === 'stripe' && providerIds?.subscriptionId === id;
}

async function follow(
  tx: Tx<BillingCtx>,
  row: SubscriptionRow,
  told: StripeSubscription,
): Promise<string | undefined> {
  if (row.status === 'cancelled' || told.status === null) return undefined;
  const plan = await getPlan(tx, { key: told.plan });
  const { invoice: _toldByItself, ...account } = told.paid;
  const { change, type } = statusChange(tx, row, told.status);
  const whole: Change = {
    ...account,
    ...change,
    planId: plan._id,
    interval: told.interval,
    cancelAtPeriodEnd: told.status === 'cancelled' ? false : told.cancelAtPeriodEnd,
  };
  if (!differs(row, whole)) return undefined;
  return (await changeSubscription(tx, row, whole, type)).eventId;
}

function statusChange(
  { clock }: Tx<BillingCtx>,
  row: SubscriptionRow,
  status: NonNullable<StripeSubscription['status']>,
): { change: Change; type: Extract<EventType, `subscription.${string}`> } {
  if (status === 'cancelled') return { change: { status }, type: 'subscription.cancelled' };
  if (status === 'active') return { change: { status, pastDueSince: null }, type: 'subscription.updated' };
  // Suspended is ours: Stripe goes on calling it past due.
  if (row.status === 'past_due' || row.status === 'suspended') {
    return { change: {}, type: 'subscription.updated' };
  }
  return { change: { status, pastDueSince: clock.now() }, type: 'subscription.past_due' };
}

function differs(row: SubscriptionRow, change: Change): boolean {
  return Object.entries(change).some(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(Reflect.get(row, field)),
  );
}
