import { type BodyOf, type calls } from '@siteninja/contracts';
import { inTenant } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { type BillingCtx } from '../context';
import { getPlan } from '../plans/plan';
import { findLatest } from '../subscriptions/subscription';
import { apiRequestUsages } from '../usage/usage.model';
import { apiRequestBatches } from './api-request.model';

type Batch = BodyOf<typeof calls.countApiRequests>;

/**
 * Adds what a gateway has counted since its last batch; idempotent.
 * @returns what is used of each tenant's month, and what its plan allows: no limit before its trial has begun
 */
export async function countApiRequests(ctx: BillingCtx, { batchId, items }: Batch) {
  const counted = items.filter(({ count }) => count > 0);
  if (counted.length > 0) {
    const count = async (tx: BillingCtx): Promise<void> => {
      if (await apiRequestBatches.in(tx).findOne({ _id: batchId })) return;
      await apiRequestBatches.in(tx).insert({ _id: batchId });
      for (const { tenantId, month, count: more } of counted) {
        await apiRequestUsages.in(inTenant(tx, tenantId)).upsert({ month }, { $inc: { count: more } });
      }
    };
    await transaction(ctx, count, { mutex: 'api requests' });
  }
  return { items: await Promise.all(items.map((item) => readQuota(ctx, item))) };
}

async function readQuota(ctx: BillingCtx, { tenantId, month }: Batch['items'][number]) {
  const own = inTenant(ctx, tenantId);
  const [usage, subscription] = await Promise.all([
    apiRequestUsages.in(own).findOne({ month }),
    findLatest(own),
  ]);
  const plan = subscription && (await getPlan(own, { _id: subscription.planId }));
  return { tenantId, month, used: usage?.count ?? 0, limit: plan?.limits.apiRequests ?? null };
}
