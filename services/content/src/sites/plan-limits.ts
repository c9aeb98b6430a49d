import { planLimitReached, tenantOf } from '@siteninja/core';
import { type Tx } from '@siteninja/events';
import { type ContentCtx } from '../context';
import { pages } from './page.model';
import { tenantPlans } from './tenant-plan.projection';
import { lockTree } from './tree-lock';

/**
 * Refuses one more page than the plan allows, however many are made at once. Until a new tenant's subscription has
 * arrived, nothing is limited.
 * @throws payment_required `plan.limit_reached`
 */
export async function assertRoomForPage(tx: Tx<ContentCtx>): Promise<void> {
  const limit = (await planOf(tx))?.limits.pages ?? null;
  if (limit === null) return;
  // Whoever counts after this has seen what others have committed before it.
  await lockTree(tx);
  const usage = await pages.in(tx).count({ deletedAt: null });
  if (usage >= limit) throw planLimitReached('pages', `The plan allows ${limit} pages.`, { limit, usage });
}

type Plan = ReturnType<ReturnType<typeof tenantPlans.in>['findOne']>;

/** By transaction and tenant: a transaction sees one state of the plan, however many pages it makes. */
const plans = new WeakMap<Tx['session'], Map<string, Plan>>();

function planOf(tx: Tx<ContentCtx>): Plan {
  const known = plans.get(tx.session) ?? new Map<string, Plan>();
  plans.set(tx.session, known);
  const plan = known.get(tenantOf(tx)) ?? tenantPlans.in(tx).findOne({});
  known.set(tenantOf(tx), plan);
  return plan;
}

/**
 * Refuses more pages than the plan allows, where they replace those that there are.
 * @throws payment_required `plan.limit_reached`
 */
export async function assertRoomForPages(ctx: ContentCtx, usage: number): Promise<void> {
  const limit = (await tenantPlans.in(ctx).findOne({}))?.limits.pages ?? null;
  if (limit === null || usage <= limit) return;
  throw planLimitReached('pages', `The plan allows ${limit} pages.`, { limit, usage });
}

/** @throws payment_required `plan.limit_reached` */
export async function assertPremiumAllowed(ctx: ContentCtx): Promise<void> {
  const plan = await tenantPlans.in(ctx).findOne({});
  if (!plan || plan.limits.premiumTemplates) return;
  const message = 'The plan has no premium templates.';
  throw planLimitReached('premiumTemplates', message, { limit: 0, usage: 0 });
}
