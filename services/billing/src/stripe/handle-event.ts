import { DomainError, inTenant, SYSTEM } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import type Stripe from 'stripe';
import { type BillingCtx } from '../context';
import { keepTold } from '../invoices/invoice';
import { type StripeClient, unavailable } from '../payments/stripe-client';
import {
  invoiceFrom,
  type StripeInvoice,
  type StripeSubscription,
  subscriptionFrom,
} from '../payments/stripe-facts';
import { inTurn } from '../subscriptions/subscribe';
import { findLatest, getLatest } from '../subscriptions/subscription';
import { type SubscriptionRow } from '../subscriptions/subscription.model';
import { keepSubscription } from './keep-subscription';
import { type Subject, subjectOf } from './stripe-event';
import { stripeEvents } from './stripe-event.model';

/** Between the question and the answer somebody else may have changed the row. */
const MAX_ATTEMPTS = 5;

/**
 * Takes over what an event of Stripe is about, as it is at Stripe now. So events may come in any order and as often as
 * they like; what an older one says is never believed.
 * @throws unavailable, so that Stripe tells it again
 */
export async function handleEvent(ctx: BillingCtx, stripe: StripeClient, event: Stripe.Event): Promise<void> {
  const subject = subjectOf(event);
  if (subject === null) return;
  const tenantCtx: BillingCtx = { ...inTenant(ctx, subject.tenantId), caller: SYSTEM };
  await inTurn(tenantCtx, async () => {
    if (await isHandled(ctx, event)) return;
    try {
      await takeOverInTurn(
        tenantCtx,
        () => askFor(stripe, subject),
        async (tx) => {
          const { id: eventId, type } = event;
          await stripeEvents.in(tx).insert({ eventId, type, handledAt: tx.clock.now() });
        },
      );
    } catch (error) {
      // Another process has handled the same event at the same time.
      if (!(error instanceof DomainError) || error.code !== 'stripe_event.exists') throw error;
    }
  });
}

/** Takes over what Stripe says now, without having been told. @throws unavailable */
export function takeOver(ctx: BillingCtx, ask: () => Promise<Told | null>): Promise<void> {
  return inTurn(ctx, () => takeOverInTurn(ctx, ask, () => Promise.resolve()));
}

/** @param note what is written in the same transaction */
async function takeOverInTurn(
  ctx: BillingCtx,
  ask: () => Promise<Told | null>,
  note: (tx: Tx<BillingCtx>) => Promise<void>,
): Promise<void> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const before = await findLatest(ctx);
    // An account of Stripe's that two installations share tells each of the other's tenants too.
    if (!before) {
      ctx.log.info('a tenant that Stripe tells of is not known', { tenantId: ctx.tenantId });
      return;
    }
    const told = await ask();
    if (told === null || (await keep(ctx, before, told, note))) return;
  }
  throw unavailable('The subscription is being changed. Try again.');
}

async function isHandled(ctx: BillingCtx, { id }: Stripe.Event): Promise<boolean> {
  return (await stripeEvents.in(ctx).findOne({ eventId: id })) !== null;
}

/** What Stripe says. */
interface Told {
  subscription: StripeSubscription;
  invoice: StripeInvoice | null;
}

/** Null where Stripe no longer knows it. */
async function askFor(client: StripeClient, { subscriptionId, invoiceId }: Subject): Promise<Told | null> {
  const [subscription, invoice] = await Promise.all([
    client.find((stripe) => stripe.subscriptions.retrieve(subscriptionId)),
    invoiceId === null ? null : client.find((stripe) => stripe.invoices.retrieve(invoiceId)),
  ]);
  if (subscription === null) return null;
  return {
    subscription: subscriptionFrom(subscription),
    invoice: invoice === null ? null : invoiceFrom(invoice),
  };
}

/** The subscription with its latest invoice. Null where Stripe no longer knows it. */
export async function askForLatest(client: StripeClient, subscriptionId: string): Promise<Told | null> {
  const subscription = await client.find((stripe) =>
    stripe.subscriptions.retrieve(subscriptionId, { expand: ['latest_invoice'] }),
  );
  if (subscription === null) return null;
  const { latest_invoice: invoice } = subscription;
  return {
    subscription: subscriptionFrom(subscription),
    invoice: typeof invoice === 'object' && invoice !== null ? invoiceFrom(invoice) : null,
  };
}

/** @returns false where the row is no longer as it was when Stripe was asked */
function keep(
  ctx: BillingCtx,
  before: SubscriptionRow,
  { subscription, invoice }: Told,
  note: (tx: Tx<BillingCtx>) => Promise<void>,
): Promise<boolean> {
  return transaction(ctx, async (tx: Tx<BillingCtx>) => {
    const row = await findLatest(tx);
    if (row?._id !== before._id || row.revision !== before.revision) return false;
    await note(tx);
    const causedBy = await keepSubscription(tx, row, subscription);
    if (invoice) await keepTold(tx, (await getLatest(tx))._id, invoice, causedBy);
    return true;
  });
}
