import { TRIAL_DAYS } from '@siteninja/contracts';
import { DAY_MS } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { type BillingCtx } from '../context';
import { getPlan } from '../plans/plan';
import { scheduleNextStep } from './steps';
import { findLatest, presentSubscription } from './subscription';
import { subscriptions } from './subscription.model';

/**
 * Gives a tenant its trial, unless it has ever had a subscription.
 * @param start when the tenant was created: a late event does not lengthen the trial
 */
export async function startTrial(tx: Tx<BillingCtx>, start: Date): Promise<void> {
  if (await findLatest(tx)) return;
  const plan = await getPlan(tx, { key: 'pro' });
  const end = new Date(start.getTime() + TRIAL_DAYS * DAY_MS);
  const row = await subscriptions.in(tx).insert({
    planId: plan._id,
    interval: 'month',
    status: 'trial',
    currentPeriodStart: start,
    currentPeriodEnd: end,
    trialEndsAt: end,
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
  const event = tx.recordChange('subscription.created', null, presentSubscription(row, plan));
  await scheduleNextStep(tx, row, event.id);
}
