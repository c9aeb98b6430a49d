import { ensure, notFound } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { type BillingCtx } from '../context';
import { planById, planByKey } from '../plans/plan';
import { type PlanRow } from '../plans/plan.model';
import { usageOf } from '../usage/usage';
import { type SubscriptionRow, subscriptions } from './subscription.model';

/** Days. */
const TRIAL = 14;
const DAY = 24 * 60 * 60 * 1000;

/** A subscription as its events carry it; tenant, identity, content and asset keep what they need of it. */
export function presentSubscription(row: SubscriptionRow, plan: PlanRow) {
  return {
    id: row._id,
    tenantId: row.tenantId,
    plan: plan.key,
    planId: plan._id,
    interval: row.interval,
    status: row.status,
    currentPeriodStart: row.currentPeriodStart.toISOString(),
    currentPeriodEnd: row.currentPeriodEnd.toISOString(),
    trialEndsAt: row.trialEndsAt?.toISOString() ?? null,
    cancelAtPeriodEnd: row.cancelAtPeriodEnd,
    provider: row.provider,
    limits: plan.limits,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** The tenant's latest subscription, with what is used of its limits. @throws not_found */
export async function getSubscription(ctx: BillingCtx) {
  const row = await subscriptions.in(ctx).findOne({}, { sort: { createdAt: -1, _id: -1 } });
  ensure(row, () => notFound('subscription'));
  const [plan, usage] = await Promise.all([planById(ctx, row.planId), usageOf(ctx)]);
  return { ...presentSubscription(row, plan), usage };
}

/**
 * Gives a tenant its trial, unless it has ever had a subscription.
 * @param start when the tenant was made: the trial is as long however late we hear of it
 */
export async function startTrial(tx: Tx<BillingCtx>, start: Date): Promise<void> {
  const known = await subscriptions.in(tx).findOne({}, { select: { _id: 1 } });
  if (known) return;
  const plan = await planByKey(tx, 'pro');
  const end = new Date(start.getTime() + TRIAL * DAY);
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
  const after = presentSubscription(row, plan);
  tx.record({
    type: 'subscription.created',
    resource: { type: 'subscription', id: row._id, version: row.revision },
    data: after,
    change: { before: null, after },
  });
}
