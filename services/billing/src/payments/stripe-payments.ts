import type Stripe from 'stripe';
import { type Account, type Order, type Paid, type Payments, type Preview } from './payments';
import { type StripeClient, unavailable } from './stripe-client';
import { costsOf, subscriptionFrom } from './stripe-facts';

/** A change is charged for at once, and refused as a whole where that fails. */
const AT_ONCE = { payment_behavior: 'error_if_incomplete', proration_behavior: 'always_invoice' } as const;

/**
 * Stripe collects, renews and tells of it by webhooks. Each write carries an idempotency key made of what is asked for,
 * so that the same request made again finds what the first one has done.
 */
export function stripePayments(client: StripeClient): Payments {
  return {
    provider: 'stripe',
    renew: null,
    customers: {
      make: async (tenantId) => {
        const key = { idempotencyKey: `customer.${tenantId}` };
        const { id } = await client.ask((stripe) => stripe.customers.create({ metadata: { tenantId } }, key));
        return id;
      },
      find: async (tenantId) => {
        const query = `metadata['tenantId']:'${tenantId}'`;
        const { data } = await client.ask((stripe) => stripe.customers.search({ query, limit: 100 }));
        return data.map(({ id }) => id);
      },
    },
    subscribe: (_account, tenantId, order) => subscribe(client, tenantId, order),
    change: (account, _from, order) => change(client, account, order),
    preview: (account, _from, order) => preview(client, account, order),
    setCancelAtPeriodEnd: async (account, value) => {
      const { subscriptionId } = idsOf(account);
      if (subscriptionId === undefined) return;
      await client.ask((stripe) =>
        stripe.subscriptions.update(subscriptionId, { cancel_at_period_end: value }),
      );
    },
    setPaused: async (account, value) => {
      const { subscriptionId } = idsOf(account);
      if (subscriptionId === undefined) return;
      const change = { pause_collection: value ? { behavior: 'void' as const } : ('' as const) };
      await client.find((stripe) => stripe.subscriptions.update(subscriptionId, change));
    },
    cancel: async ({ subscriptionId }) => {
      if (subscriptionId === undefined) return;
      await client.find((stripe) => stripe.subscriptions.cancel(subscriptionId));
    },
    // Stripe ends the subscriptions of a customer that is deleted.
    erase: async (customerId) => {
      await client.find((stripe) => stripe.customers.del(customerId));
    },
    checkout: async (_account, tenantId, order, pages) => ({
      url: await checkout(client, tenantId, order, pages),
      paid: null,
    }),
    portal: async (customerId, returnUrl) => {
      const customer = customerOf({ customerId });
      const session = await client.ask((stripe) =>
        stripe.billingPortal.sessions.create({ customer, return_url: returnUrl }),
      );
      return session.url;
    },
  };
}

async function subscribe(client: StripeClient, tenantId: string, order: Order): Promise<Paid> {
  const customer = customerOf(order);
  const price = await priceOf(client, order);
  const card = order.paymentMethod;
  const method =
    card === null
      ? null
      : await client.ask((stripe) => stripe.paymentMethods.attach(card, { customer }, key('card', order)));
  const made = await client.ask((stripe) =>
    stripe.subscriptions.create(
      {
        customer,
        items: [{ price }],
        ...(method === null ? {} : { default_payment_method: method.id }),
        payment_behavior: AT_ONCE.payment_behavior,
        metadata: metadataOf(tenantId, order),
      },
      key('subscribe', order),
    ),
  );
  return subscriptionFrom(made).paid;
}

async function change(client: StripeClient, account: Account, order: Order): Promise<Paid> {
  const { subscriptionId } = idsOf(account);
  // It was paid for at another provider.
  if (subscriptionId === undefined) return subscribe(client, account.tenantId, order);
  const items = await itemsOf(client, subscriptionId, order);
  const changed = await client.ask((stripe) =>
    stripe.subscriptions.update(
      subscriptionId,
      { ...AT_ONCE, items, metadata: metadataOf(account.tenantId, order) },
      key('change', order),
    ),
  );
  return subscriptionFrom(changed).paid;
}

async function preview(client: StripeClient, account: Account, order: Order): Promise<Preview> {
  const { subscriptionId } = idsOf(account);
  const { proration_behavior } = AT_ONCE;
  const price = await priceOf(client, order);
  const parameters: Stripe.InvoiceCreatePreviewParams =
    subscriptionId === undefined
      ? { subscription_details: { items: [{ price }] } }
      : {
          subscription: subscriptionId,
          subscription_details: {
            items: await itemsOf(client, subscriptionId, order),
            proration_behavior,
          },
        };
  const invoice = await client.ask((stripe) => stripe.invoices.createPreview(parameters));
  return {
    ...costsOf(invoice),
    total: invoice.amount_due,
    credit: Math.max(-(invoice.ending_balance ?? Math.min(invoice.total, 0)), 0),
  };
}

async function checkout(
  client: StripeClient,
  tenantId: string,
  order: Order,
  { successUrl, cancelUrl }: { successUrl: string; cancelUrl: string },
): Promise<string> {
  const customer = customerOf(order);
  const price = await priceOf(client, order);
  const metadata = metadataOf(tenantId, order);
  const { url } = await client.ask((stripe) =>
    stripe.checkout.sessions.create({
      mode: 'subscription',
      customer,
      line_items: [{ price, quantity: 1 }],
      success_url: successUrl,
      cancel_url: cancelUrl,
      client_reference_id: tenantId,
      metadata,
      subscription_data: { metadata },
    }),
  );
  if (url === null) throw unavailable('The payment provider has given no page to pay at.');
  return url;
}

function customerOf({ customerId }: Pick<Order, 'customerId'>): string {
  if (customerId === null) throw new Error('At Stripe somebody pays.');
  return customerId;
}

/** By its lookup key, so that a price can be replaced at Stripe alone. @throws unavailable */
async function priceOf(client: StripeClient, { plan, interval }: Order): Promise<string> {
  const name = `${plan.key}_${interval}`;
  const { data } = await client.ask((stripe) =>
    stripe.prices.list({ lookup_keys: [name], active: true, limit: 1 }),
  );
  const [price] = data;
  if (price) return price.id;
  throw unavailable('This plan cannot be paid for yet.', new Error(`Stripe has no price ${name}.`));
}

async function itemsOf(client: StripeClient, subscriptionId: string, order: Order) {
  const [found, price] = await Promise.all([
    client.ask((stripe) => stripe.subscriptions.retrieve(subscriptionId)),
    priceOf(client, order),
  ]);
  return found.items.data.slice(0, 1).map(({ id }) => ({ id, price }));
}

function metadataOf(tenantId: string, { plan }: Order) {
  return { tenantId, plan: plan.key };
}

/** Those of another provider mean nothing to Stripe. */
function idsOf(account: Account) {
  return (account.provider === 'stripe' ? account.providerIds : null) ?? {};
}

function key(operation: string, { plan, interval, paymentMethod, reference }: Order) {
  return {
    idempotencyKey: [operation, plan.key, interval, paymentMethod ?? 'known', reference].join('.'),
  };
}
