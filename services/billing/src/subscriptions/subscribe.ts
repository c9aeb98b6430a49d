import { conflict, DomainError, ensure, publicOrigin, requireMatch, tenantOf } from '@siteninja/core';
import { runExclusive, transaction } from '@siteninja/events';
import { type BillingCtx } from '../context';
import { isDeclined, type Order } from '../payments/payments';
import { getPlan, requirePlan } from '../plans/plan';
import { type PlanRow } from '../plans/plan.model';
import { getUsage } from '../usage/usage';
import { activate } from './activate';
import { applyPayment } from './change-subscription';
import { requireCustomer } from './customer';
import { findLatest, getLatest, getSubscription } from './subscription';
import { type SubscriptionRow, subscriptions } from './subscription.model';
import { type NewCheckout, type NewSubscription, type SubscriptionChange } from './subscription.schema';

/** What is asked of the provider on behalf of a tenant is asked one after the other. */
export function inTurn<Result>(ctx: BillingCtx, work: () => Promise<Result>): Promise<Result> {
  return runExclusive(ctx, `billing of ${tenantOf(ctx)}`, work);
}

/**
 * Pays for a plan, which is active from now on.
 * @throws invalid, conflict `subscription.active` or `plan.too_small`, payment_required `payment.declined`
 */
export function subscribe(ctx: BillingCtx, { planId, interval, paymentMethod }: NewSubscription) {
  return inTurn(ctx, async () => {
    const row = await assertNotActive(ctx);
    const plan = await requirePlan(ctx, planId);
    await assertFits(ctx, plan);
    const order = await orderOf(ctx, row, { plan, interval, paymentMethod });
    const paid = await countingDeclines(ctx, row, () =>
      ctx.ports.payments.subscribe(row, tenantOf(ctx), order, ctx.clock.now()),
    );
    await transaction(ctx, (tx) => activate(tx, plan, interval, paid));
    return getSubscription(ctx);
  });
}

/** The provider's page to pay at. @throws invalid, conflict `subscription.active` or `plan.too_small` */
export function checkOut(ctx: BillingCtx, { planId, interval, successUrl, cancelUrl }: NewCheckout) {
  return inTurn(ctx, async () => {
    const row = await assertNotActive(ctx);
    const plan = await requirePlan(ctx, planId);
    await assertFits(ctx, plan);
    const home = homeOf(ctx);
    const pages = { successUrl: successUrl ?? home, cancelUrl: cancelUrl ?? home };
    const order = await orderOf(ctx, row, { plan, interval, paymentMethod: null });
    const { payments } = ctx.ports;
    const { url, paid } = await payments.checkout(row, tenantOf(ctx), order, pages, ctx.clock.now());
    if (paid) await transaction(ctx, (tx) => activate(tx, plan, interval, paid));
    return { url };
  });
}

/** The provider's page for means of payment and invoices. @throws not_found, conflict `subscription.not_active` */
export async function openPortal(ctx: BillingCtx, { returnUrl }: { returnUrl: string | null }) {
  const row = await getLatest(ctx);
  ensure(row.provider !== null, notActive);
  const customerId = await requireCustomer(ctx, row);
  return { url: await ctx.ports.payments.portal(customerId, returnUrl ?? homeOf(ctx)) };
}

/**
 * Moves to another plan or interval at once.
 * @throws not_found, invalid, conflict `subscription.not_active` or `plan.too_small`, precondition_failed,
 *   payment_required `payment.declined`
 */
export function changePlan(ctx: BillingCtx, change: SubscriptionChange) {
  return inTurn(ctx, async () => {
    const current = await getSubscription(ctx);
    requireMatch(ctx, () => current);
    const { row, from, plan, interval } = await planned(ctx, change);
    if (plan._id === from._id && interval === row.interval) return current;
    await assertFits(ctx, plan);
    const order = await orderOf(ctx, row, { plan, interval, paymentMethod: null });
    const paid = await countingDeclines(ctx, row, () =>
      ctx.ports.payments.change(row, from, order, ctx.clock.now()),
    );
    await transaction(ctx, async (tx) => {
      const latest = await getLatest(tx);
      await applyPayment(tx, latest, paid, { planId: plan._id, interval });
    });
    return getSubscription(ctx);
  });
}

/**
 * What moving to another plan or interval would cost now. Nothing is changed.
 * @throws not_found, invalid, conflict `subscription.not_active` or `plan.too_small`
 */
export async function previewChange(ctx: BillingCtx, change: SubscriptionChange) {
  const { row, from, plan, interval } = await planned(ctx, change);
  await assertFits(ctx, plan);
  const reference = referenceOf(row, row.tenantId);
  const order = { plan, interval, paymentMethod: null, customerId: null, reference };
  const preview = await ctx.ports.payments.preview(row, from, order, ctx.clock.now());
  const { periodStart, periodEnd } = preview;
  return { ...preview, periodStart: periodStart.toISOString(), periodEnd: periodEnd.toISOString() };
}

/** @throws not_found, invalid, conflict `subscription.not_active` */
async function planned(ctx: BillingCtx, change: SubscriptionChange) {
  const row = await getLatest(ctx);
  ensure(row.status === 'active', notActive);
  const from = await getPlan(ctx, { _id: row.planId });
  const plan = change.planId === undefined ? from : await requirePlan(ctx, change.planId);
  return { row, from, plan, interval: change.interval ?? row.interval };
}

async function orderOf(
  ctx: BillingCtx,
  row: SubscriptionRow | null,
  wanted: Pick<Order, 'plan' | 'interval' | 'paymentMethod'>,
): Promise<Order> {
  const customerId = await requireCustomer(ctx, row);
  return { ...wanted, customerId, reference: referenceOf(row, tenantOf(ctx)) };
}

/** The same as long as the subscription is as it was, and no payment for it was declined. */
function referenceOf(row: SubscriptionRow | null, tenantId: string): string {
  return row ? `${row._id}.${row.revision}.${row.declines}` : tenantId;
}

async function countingDeclines<Result>(
  ctx: BillingCtx,
  row: SubscriptionRow | null,
  collect: () => Promise<Result>,
): Promise<Result> {
  try {
    return await collect();
  } catch (error) {
    if (row && isDeclined(error)) await subscriptions.in(ctx).lock({ _id: row._id }, 'declines');
    throw error;
  }
}

/** @returns the latest one, if there is any @throws conflict `subscription.active` */
async function assertNotActive(ctx: BillingCtx): Promise<SubscriptionRow | null> {
  const row = await findLatest(ctx);
  ensure(row?.status !== 'active', () =>
    conflict('subscription.active', 'planId', 'The subscription is active: PUT changes its plan.'),
  );
  return row;
}

export function notActive(): DomainError {
  return conflict(
    'subscription.not_active',
    'status',
    'The subscription is not active: POST pays for a plan.',
  );
}

const COUNTED = ['pages', 'users', 'storageBytes', 'customDomains'] as const;

/** @throws conflict `plan.too_small`, naming each limit that the tenant is beyond */
async function assertFits(ctx: BillingCtx, { name, limits }: PlanRow): Promise<void> {
  const usage = await getUsage(ctx);
  const details = COUNTED.flatMap((field) => {
    const limit = limits[field];
    if (limit === null || usage[field] <= limit) return [];
    const message = `${name} allows ${limit}, and ${usage[field]} are used.`;
    return [{ field, message, limit, usage: usage[field] }];
  });
  if (details.length === 0) return;
  throw new DomainError('conflict', 'plan.too_small', `${name} allows less than what is used.`, { details });
}

/** Where a customer comes back to who was sent away without an address. */
function homeOf({ config }: BillingCtx): string {
  return publicOrigin(config, config.BASE_DOMAIN);
}
