import { type Tx } from '@siteninja/events';
import { type BillingCtx } from '../context';
import { recordPaid } from '../invoices/invoice';
import { type Interval, type Paid, type ProviderIds } from '../payments/payments';
import { type PlanRow } from '../plans/plan.model';
import { applyPayment } from './change-subscription';
import { cancelAtProvider } from './provider.jobs';
import { scheduleNextStep } from './steps';
import { findLatest, presentSubscription } from './subscription';
import { subscriptions } from './subscription.model';

/**
 * What was paid for becomes the tenant's subscription: its live one, or a new one. What it takes the place of at the
 * provider ends there.
 */
export async function activate(
  tx: Tx<BillingCtx>,
  plan: PlanRow,
  interval: Interval,
  paid: Paid,
): Promise<void> {
  const row = await findLatest(tx);
  const replaced = row?.provider === 'stripe' ? row.providerIds : null;
  // The provider has told of it before it answered.
  if (row?.status === 'active' && isSame(replaced, paid.providerIds)) return;
  if (replaced && !isSame(replaced, paid.providerIds)) await cancelAtProvider(tx, replaced);
  const change = { planId: plan._id, interval, cancelAtPeriodEnd: false };
  if (row && row.status !== 'cancelled') return applyPayment(tx, row, paid, change);
  const { invoice, ...account } = paid;
  const made = await subscriptions.in(tx).insert({
    ...change,
    ...account,
    declines: 0,
    status: 'active',
    trialEndsAt: row?.trialEndsAt ?? null,
    pastDueSince: null,
    isTrialEndingTold: false,
    pausedAt: null,
    tenantVersion: row?.tenantVersion ?? 0,
  });
  const event = tx.recordChange('subscription.created', null, presentSubscription(made, plan));
  await recordPaid(tx, made._id, invoice, event.id);
  await scheduleNextStep(tx, made, event.id);
}

function isSame(one: ProviderIds | null, other: ProviderIds | null): boolean {
  return one?.subscriptionId !== undefined && one.subscriptionId === other?.subscriptionId;
}
