import { PLAN_KEYS } from '@siteninja/contracts';
import type Stripe from 'stripe';
import { type PlanRow } from '../plans/plan.model';
import { type Interval, type InvoiceFacts, type Paid } from './payments';

/** What Stripe says of a subscription, in the product's words. */
export interface StripeSubscription {
  id: string;
  plan: PlanRow['key'];
  interval: Interval;
  /** Null as long as nothing has been paid. */
  status: 'active' | 'past_due' | 'cancelled' | null;
  cancelAtPeriodEnd: boolean;
  paid: Paid;
}

const STATUS: Record<string, StripeSubscription['status']> = {
  active: 'active',
  trialing: 'active',
  past_due: 'past_due',
  unpaid: 'past_due',
  paused: 'past_due',
  canceled: 'cancelled',
  incomplete: null,
  incomplete_expired: null,
};

/** @throws where it is for none of the plans */
export function subscriptionFrom(found: Stripe.Subscription): StripeSubscription {
  const { id, items, metadata, customer, default_payment_method: card } = found;
  const [item] = items.data;
  if (!item) throw new Error(`Stripe's subscription ${id} has no item.`);
  const [key, interval] = (item.price.lookup_key ?? '').split('_');
  // A lookup key moves on to the next price when a plan gets dearer; its customers keep the price that they had.
  const plan = PLAN_KEYS.find((known) => known === key) ?? PLAN_KEYS.find((known) => known === metadata.plan);
  if (!plan) throw new Error(`Stripe's subscription ${id} is for none of the plans.`);
  return {
    id,
    plan,
    interval: (item.price.recurring?.interval ?? interval) === 'year' ? 'year' : 'month',
    status: STATUS[found.status] ?? null,
    cancelAtPeriodEnd: found.cancel_at_period_end,
    paid: {
      provider: 'stripe',
      providerIds: { customerId: idOf(customer), subscriptionId: id },
      paymentMethod: card === null ? null : idOf(card),
      anchorAt: timeOf(found.billing_cycle_anchor),
      creditCents: 0,
      currentPeriodStart: timeOf(item.current_period_start),
      currentPeriodEnd: timeOf(item.current_period_end),
      invoice: null,
    },
  };
}

/** What Stripe says of an invoice. */
export interface StripeInvoice {
  subscriptionId: string | null;
  status: 'open' | 'paid' | 'void';
  paidAt: Date | null;
  facts: InvoiceFacts;
}

const INVOICE_STATUS: Record<string, StripeInvoice['status']> = {
  open: 'open',
  paid: 'paid',
  void: 'void',
  uncollectible: 'void',
};

/** Null where nobody is asked for anything: a draft, one that no payment was tried for, one of nothing. */
export function invoiceFrom(found: Stripe.Invoice): StripeInvoice | null {
  const status = INVOICE_STATUS[found.status ?? ''];
  const isTried = status !== 'open' || found.attempt_count > 0;
  if (status === undefined || !isTried || found.amount_due <= 0 || !found.id) return null;
  const subscription = found.parent?.subscription_details?.subscription;
  const paidAt = found.status_transitions.paid_at;
  return {
    subscriptionId: subscription === undefined ? null : idOf(subscription),
    status,
    paidAt: paidAt === null ? null : timeOf(paidAt),
    facts: {
      plan: null,
      ...costsOf(found),
      total: found.amount_due,
      number: found.number,
      externalId: found.id,
      url: found.hosted_invoice_url ?? null,
    },
  };
}

/** Lines, with what an earlier credit pays of them; currency and period. */
export function costsOf(found: Stripe.Invoice) {
  const lines = found.lines.data.map(({ description, amount }) => ({
    description: (description ?? '').slice(0, MAX_DESCRIPTION) || 'Subscription',
    amount,
  }));
  const credit = found.total - found.amount_due;
  const periods = found.lines.data.map(({ period }) => period);
  return {
    lines: credit > 0 ? [...lines, { description: 'Credit', amount: -credit }] : lines,
    currency: found.currency.toUpperCase(),
    periodStart: timeOf(Math.min(...periods.map(({ start }) => start), found.period_end)),
    periodEnd: timeOf(Math.max(...periods.map(({ end }) => end), found.period_start)),
  };
}

const MAX_DESCRIPTION = 500;

function idOf(reference: string | { id: string }): string {
  return typeof reference === 'string' ? reference : reference.id;
}

/** Stripe counts in seconds. */
function timeOf(seconds: number): Date {
  return new Date(seconds * 1_000);
}
