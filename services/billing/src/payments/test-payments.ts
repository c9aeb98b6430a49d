import { ensure, invalid } from '@siteninja/core';
import { type PlanRow } from '../plans/plan.model';
import {
  type Account,
  declined,
  type InvoiceFacts,
  type Interval,
  type Order,
  type Paid,
  type Payments,
  type Preview,
} from './payments';
import { periodEnd } from './period';

/** Its cards are called as Stripe's are. */
const CARDS: Record<string, { first: boolean; later: boolean }> = {
  pm_card_visa: { first: true, later: true },
  pm_card_mastercard: { first: true, later: true },
  /** Pays once, and never again. */
  pm_card_chargeCustomerFail: { first: true, later: false },
  pm_card_chargeDeclined: { first: false, later: false },
};
const DEFAULT_CARD = 'pm_card_visa';

/** Takes nobody's money: for development and tests, and for who has not set up a provider yet. */
export const testPayments: Payments = {
  provider: 'test',
  customers: null,
  subscribe: (account, tenantId, order, now) => Promise.resolve(subscribe(account, tenantId, order, now)),
  change: (account, from, order, now) => Promise.resolve(change(account, from, order, now)),
  preview: (account, from, order, now) => Promise.resolve(preview(account, from, order, now)),
  setCancelAtPeriodEnd: () => Promise.resolve(),
  setPaused: () => Promise.resolve(),
  cancel: () => Promise.resolve(),
  erase: () => Promise.resolve(),
  // It has no page of its own: whoever is sent to it has paid.
  checkout: (account, tenantId, order, { successUrl }, now) =>
    Promise.resolve({ url: successUrl, paid: subscribe(account, tenantId, order, now) }),
  portal: (_customerId, returnUrl) => Promise.resolve(returnUrl),
  renew,
};

function subscribe(account: Account | null, tenantId: string, order: Order, now: Date): Paid {
  const { plan, interval } = order;
  const paymentMethod = order.paymentMethod ?? DEFAULT_CARD;
  const end = periodEnd(now, interval, now);
  const price = plan.prices[interval];
  const credit = account?.creditCents ?? 0;
  const due = charge(paymentMethod, 'first', price, credit);
  const lines = [{ description: nameOf(plan, interval), amount: price }];
  return {
    provider: 'test',
    providerIds: { customerId: `cus_test_${tenantId}` },
    paymentMethod,
    anchorAt: now,
    creditCents: credit - (price - due),
    currentPeriodStart: now,
    currentPeriodEnd: end,
    invoice: invoiceOf(plan, lines, { credit: price - due, due, start: now, end }),
  };
}

function change(account: Account, from: PlanRow, order: Order, now: Date): Paid {
  const { price, credit, unused, start, end, lines } = proration(account, from, order, now);
  const paymentMethod = account.paymentMethod ?? DEFAULT_CARD;
  const due = charge(paymentMethod, 'later', price, credit);
  return {
    ...accountOf(account),
    paymentMethod,
    anchorAt: order.interval === account.interval ? account.anchorAt : now,
    creditCents: credit - (price - due),
    currentPeriodStart: start,
    currentPeriodEnd: end,
    invoice: invoiceOf(order.plan, lines, { credit: price - due - unused, due, start: now, end }),
  };
}

function preview(account: Account, from: PlanRow, order: Order, now: Date): Preview {
  const { price, credit, unused, start, end, lines } = proration(account, from, order, now);
  const total = Math.max(price - credit, 0);
  const used = price - total - unused;
  return {
    lines: used > 0 ? [...lines, creditLine(used)] : lines,
    total,
    credit: credit - (price - total),
    currency: order.plan.currency,
    periodStart: start,
    periodEnd: end,
  };
}

/** The rest of the period that is paid counts; another interval begins a period of its own. */
function proration(account: Account, from: PlanRow, { plan, interval }: Order, now: Date) {
  const { currentPeriodStart: start, currentPeriodEnd: end } = account;
  const left = Math.max(end.getTime() - now.getTime(), 0) / (end.getTime() - start.getTime());
  const unused = Math.round(from.prices[account.interval] * left);
  const isSameInterval = interval === account.interval;
  const price = Math.round(plan.prices[interval] * (isSameInterval ? left : 1));
  const period = isSameInterval ? { start, end } : { start: now, end: periodEnd(now, interval, now) };
  const lines = [
    { description: `Unused time of ${nameOf(from, account.interval)}`, amount: -unused },
    { description: nameOf(plan, interval), amount: price },
  ];
  return { price, unused, credit: account.creditCents + unused, ...period, lines };
}

function renew(account: Account, plan: PlanRow): Paid {
  const { interval, currentPeriodEnd: start } = account;
  const end = periodEnd(account.anchorAt ?? start, interval, start);
  const price = plan.prices[interval];
  const due = charge(account.paymentMethod ?? DEFAULT_CARD, 'later', price, account.creditCents);
  const credit = price - due;
  return {
    ...accountOf(account),
    creditCents: account.creditCents - credit,
    currentPeriodStart: start,
    currentPeriodEnd: end,
    invoice: renewalInvoice(account, plan, { credit, due }),
  };
}

/** What a renewal asks for, paid or not. */
export function renewalInvoice(
  { interval, currentPeriodEnd: start, anchorAt }: Account,
  plan: PlanRow,
  { credit, due }: { credit: number; due: number },
): InvoiceFacts | null {
  const lines = [{ description: nameOf(plan, interval), amount: plan.prices[interval] }];
  const end = periodEnd(anchorAt ?? start, interval, start);
  return invoiceOf(plan, lines, { credit, due, start, end });
}

function accountOf({ provider, providerIds, paymentMethod, anchorAt, creditCents }: Account) {
  return { provider, providerIds, paymentMethod, anchorAt, creditCents };
}

/** @returns what was taken from the card, in cents @throws payment_required `payment.declined` */
function charge(paymentMethod: string, when: 'first' | 'later', price: number, credit: number): number {
  const card = CARDS[paymentMethod];
  ensure(card, () => {
    const message = `The test provider takes ${Object.keys(CARDS).join(', ')}.`;
    return invalid([{ field: 'paymentMethod', message }]);
  });
  const due = Math.max(price - credit, 0);
  ensure(due === 0 || card[when], declined);
  return due;
}

function nameOf({ name }: PlanRow, interval: Interval): string {
  return `${name}, 1 ${interval}`;
}

function invoiceOf(
  plan: PlanRow,
  lines: InvoiceFacts['lines'],
  { credit, due, start, end }: { credit: number; due: number; start: Date; end: Date },
): InvoiceFacts | null {
  if (due === 0) return null;
  const credited = credit > 0 ? [creditLine(credit)] : [];
  return {
    plan: plan.key,
    lines: [...lines, ...credited],
    total: due,
    currency: plan.currency,
    periodStart: start,
    periodEnd: end,
    number: null,
    externalId: null,
    url: null,
  };
}

function creditLine(credit: number) {
  return { description: 'Credit', amount: -credit };
}
