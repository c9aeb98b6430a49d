import { TRIAL_DAYS } from '@siteninja/contracts';
import { DAY_MS, ensure, notFound, presenter } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { type BillingCtx } from '../context';
import { getPlan } from '../plans/plan';
import { type PlanRow } from '../plans/plan.model';
import { getUsage } from '../usage/usage';
import { type SubscriptionRow, subscriptions } from './subscription.model';
import { subscription } from './subscription.schema';

const presentRow = presenter(subscription);

function present(row: SubscriptionRow, { key, limits }: PlanRow) {
  return presentRow({ ...row, plan: key, limits });
}

/** The tenant's latest subscription, with what is used of its limits. @throws not_found */
export async function getSubscription(ctx: BillingCtx) {
  const row = await subscriptions.in(ctx).findOne({}, { sort: { createdAt: -1, _id: -1 } });
  ensure(row, () => notFound('subscription'));
  const [plan, usage] = await Promise.all([getPlan(ctx, { _id: row.planId }), getUsage(ctx)]);
  return { ...present(row, plan), usage };
}

/**
 * Gives a tenant its trial, unless it has ever had a subscription.
 * @param start when the tenant was created: a late event does not lengthen the trial
 */
export async function startTrial(tx: Tx<BillingCtx>, start: Date): Promise<void> {
  const known = await subscriptions.in(tx).findOne({}, { select: { _id: 1 } });
  if (known) return;
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
    provider: null,
  });
  tx.recordChange('subscription.created', null, present(row, plan));
}
