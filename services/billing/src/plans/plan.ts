import { ensure, invalid, presenter } from '@siteninja/core';
import { type BillingCtx } from '../context';
import { type PlanRow, plans } from './plan.model';
import { plan, type PlanKey } from './plan.schema';
import { SEEDED_PLANS } from './seeds';

const present = presenter(plan);

/** From the smallest to the largest. */
export async function listPlans(ctx: BillingCtx) {
  const rows = await plans.in(ctx).find({}, { sort: { sortOrder: 1, _id: 1 } });
  return rows.map(present);
}

/** @throws where it is missing, which is a fault: plans are seeded at every start and never deleted */
export async function getPlan(ctx: BillingCtx, filter: { _id: string } | { key: PlanKey }): Promise<PlanRow> {
  const row = await plans.in(ctx).findOne(filter);
  if (!row) throw new Error(`There is no plan ${JSON.stringify(filter)}.`);
  return row;
}

/** The plan that a request names. @throws invalid */
export async function requirePlan(ctx: BillingCtx, planId: string): Promise<PlanRow> {
  const row = await plans.in(ctx).findOne({ _id: planId });
  ensure(row, () => invalid([{ field: 'planId', message: 'There is no such plan. GET /plans lists them.' }]));
  return row;
}

/**
 * Adds the plans that are missing by key. One that exists stays as it is, but for limits that it does not name, as it
 * is older than they are.
 */
export async function seedPlans(ctx: BillingCtx): Promise<void> {
  for (const { key, ...rest } of SEEDED_PLANS) {
    const known = await plans.in(ctx).findOne({ key });
    if (!known) await plans.in(ctx).upsert({ key }, { $setOnInsert: rest });
    else if (Object.keys(rest.limits).some((name) => !(name in known.limits))) {
      await plans.in(ctx).update(known._id, { limits: { ...rest.limits, ...known.limits } });
    }
  }
}
