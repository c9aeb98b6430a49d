import { type BillingCtx } from '../context';
import { type PlanKey, type PlanRow, plans } from './plan.model';
import { SEEDED_PLANS } from './seeds';

export function presentPlan(row: PlanRow) {
  return {
    id: row._id,
    key: row.key,
    name: row.name,
    prices: row.prices,
    currency: row.currency,
    features: row.features,
    limits: row.limits,
    sortOrder: row.sortOrder,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** From the least to the most. */
export async function listPlans(ctx: BillingCtx) {
  const rows = await plans.in(ctx).find({}, { sort: { sortOrder: 1, _id: 1 } });
  return rows.map(presentPlan);
}

/** One of the plans that every installation has from its first start. */
export async function planByKey(ctx: BillingCtx, key: PlanKey): Promise<PlanRow> {
  return existing(await plans.in(ctx).findOne({ key }), key);
}

/** The plan of a subscription. Plans are never deleted. */
export async function planById(ctx: BillingCtx, id: string): Promise<PlanRow> {
  return existing(await plans.in(ctx).findOne({ _id: id }), id);
}

function existing(row: PlanRow | null, name: string): PlanRow {
  if (!row) throw new Error(`The plan ${name} is not there.`);
  return row;
}

/** Adds the plans that are missing by key; one that is there stays as it is. */
export async function seedPlans(ctx: BillingCtx): Promise<void> {
  for (const { key, ...rest } of SEEDED_PLANS) {
    const known = await plans.in(ctx).findOne({ key });
    if (!known) await plans.in(ctx).upsert({ key }, { $setOnInsert: rest });
  }
}
