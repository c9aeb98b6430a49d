import { ensure, notFound, presenter } from '@siteninja/core';
import { type BillingCtx } from '../context';
import { getPlan } from '../plans/plan';
import { type PlanRow } from '../plans/plan.model';
import { getUsage } from '../usage/usage';
import { type SubscriptionRow, subscriptions } from './subscription.model';
import { subscription } from './subscription.schema';

const presentRow = presenter(subscription);

export function presentSubscription(row: SubscriptionRow, { key, limits }: PlanRow) {
  return presentRow({ ...row, plan: key, limits });
}

/** The tenant's latest subscription, with what is used of its limits. @throws not_found */
export async function getSubscription(ctx: BillingCtx) {
  const row = await getLatest(ctx);
  const [plan, usage] = await Promise.all([getPlan(ctx, { _id: row.planId }), getUsage(ctx)]);
  return { ...presentSubscription(row, plan), usage };
}

/** All limits, and what is used of them. @throws not_found */
export async function getUsageReport(ctx: BillingCtx) {
  const { currentPeriodStart, currentPeriodEnd, limits, usage } = await getSubscription(ctx);
  return { currentPeriodStart, currentPeriodEnd, limits, usage };
}

/** Null before the trial has begun. */
export function findLatest(ctx: BillingCtx): Promise<SubscriptionRow | null> {
  return subscriptions.in(ctx).findOne({}, { sort: { createdAt: -1, _id: -1 } });
}

/** @throws not_found */
export async function getLatest(ctx: BillingCtx): Promise<SubscriptionRow> {
  const row = await findLatest(ctx);
  ensure(row, () => notFound('subscription'));
  return row;
}
