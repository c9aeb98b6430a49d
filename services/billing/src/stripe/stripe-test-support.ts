import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { portOf } from '@siteninja/http';
import Stripe from 'stripe';
import {
  cardDeclined,
  DOWN,
  found,
  foundOr404,
  PRICES,
  pricesOf,
  refusal,
} from './stripe-answers-test-support';

type Row = Record<string, unknown> & { id: string };

/** What somebody at Stripe's own pages, or time, does to a subscription. */
export interface StandInSubscription extends Row {
  status: string;
  customer: string;
  cancel_at_period_end: boolean;
  metadata: Record<string, string>;
}

export interface StripeRequest {
  method: string;
  path: string;
  form: URLSearchParams;
  idempotencyKey: string | undefined;
}

const MONTH_SECONDS = 30 * 24 * 3_600;
const SECRETS = { secretKey: 'sk_test_stand_in', webhookSecret: 'whsec_stand_in' };
/** Speaks as much of Stripe's protocol as billing uses, to the real SDK. */
export class StripeStandIn {
  readonly requests: StripeRequest[] = [];
  readonly subscriptions = new Map<string, StandInSubscription>();
  readonly invoices = new Map<string, Row>();
  /** The tenants of its customers, by the customers' ids. */
  readonly customers = new Map<string, string>();
  /** While true a customer is made, and nobody hears of it. */
  losesCustomers = false;
  /** While true every request is answered with 500. */
  isDown = false;
  /** Payment methods that are declined. */
  readonly declined = new Set(['pm_card_chargeDeclined']);
  readonly #answers = new Map<string, { status: number; body: unknown }>();
  readonly #server = createServer((request, response) => {
    void this.#answer(request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  #made = 0;

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get environment(): NodeJS.ProcessEnv {
    return {
      STRIPE_SECRET_KEY: SECRETS.secretKey,
      STRIPE_WEBHOOK_SECRET: SECRETS.webhookSecret,
      STRIPE_API_BASE: `http://127.0.0.1:${portOf(this.#server)}`,
    };
  }

  /** As Stripe does after a day. */
  forgetKeys(): void {
    this.#answers.clear();
  }

  /** A subscription as if it had been paid for at Stripe's page. */
  subscribe(tenantId: string, lookupKey: string, more: Partial<StandInSubscription> = {}) {
    const id = this.#id('sub');
    const start = Math.floor(Date.now() / 1_000);
    const [plan = ''] = lookupKey.split('_');
    const made: StandInSubscription = {
      id,
      object: 'subscription',
      status: 'active',
      customer: `cus_${tenantId}`,
      cancel_at_period_end: false,
      default_payment_method: null,
      billing_cycle_anchor: start,
      metadata: { tenantId, plan },
      items: { object: 'list', data: [this.#item(lookupKey, start)] },
      ...more,
    };
    this.subscriptions.set(id, made);
    return made;
  }

  invoice(subscription: StandInSubscription, status: string, amount: number): Row {
    const id = this.#id('in');
    const now = Math.floor(Date.now() / 1_000);
    const { metadata } = subscription;
    const made: Row = {
      id,
      object: 'invoice',
      number: `SN-${this.#made}`,
      status,
      attempt_count: 1,
      amount_due: amount,
      total: amount,
      currency: 'usd',
      period_start: now,
      period_end: now,
      hosted_invoice_url: `https://invoice.stripe.example/${id}`,
      status_transitions: { paid_at: status === 'paid' ? now : null },
      parent: { subscription_details: { subscription: subscription.id, metadata } },
      lines: {
        object: 'list',
        data: [{ description: 'Plan', amount, period: { start: now, end: now + MONTH_SECONDS } }],
      },
    };
    this.invoices.set(id, made);
    return made;
  }

  /** An event with the object as it is now, and the headers that Stripe would send it with. */
  event(type: string, object: object, more: { timestamp?: number; secret?: string } = {}) {
    const { timestamp = Math.floor(Date.now() / 1_000), secret = SECRETS.webhookSecret } = more;
    const created = Math.floor(Date.now() / 1_000);
    const event = { id: this.#id('evt'), object: 'event', type, created, data: { object } };
    const payload = JSON.stringify(event, null, 2);
    const signature = new Stripe('sk').webhooks.generateTestHeaderString({ payload, secret, timestamp });
    return { payload, signature };
  }

  #id(prefix: string): string {
    this.#made += 1;
    return `${prefix}_${this.#made}${randomBytes(6).toString('hex')}`;
  }

  #item(lookupKey: string, start: number) {
    const [, interval = 'month'] = lookupKey.split('_');
    return {
      id: this.#id('si'),
      current_period_start: start,
      current_period_end: start + MONTH_SECONDS,
      price: { id: `price_${lookupKey}`, lookup_key: lookupKey, recurring: { interval } },
    };
  }

  async #answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const url = new URL(request.url ?? '', 'http://stripe');
    const body = Buffer.concat(chunks).toString();
    const form = new URLSearchParams(request.method === 'POST' ? body : url.search);
    const key = request.headers['idempotency-key'];
    const idempotencyKey = typeof key === 'string' ? key : undefined;
    const received = { method: request.method ?? '', path: url.pathname, form, idempotencyKey };
    this.requests.push(received);
    if (this.isDown) return DOWN;
    if (request.headers.authorization !== `Bearer ${SECRETS.secretKey}`) {
      return refusal(401, { type: 'invalid_request_error', message: 'Invalid API Key provided.' });
    }
    const known = idempotencyKey === undefined ? undefined : this.#answers.get(idempotencyKey);
    const answer = known ?? this.#route(received);
    if (idempotencyKey !== undefined) this.#answers.set(idempotencyKey, answer);
    return answer;
  }

  #route({ method, path, form }: StripeRequest): { status: number; body: unknown } {
    const [, , collection = '', id, action] = path.split('/');
    switch (`${method} ${collection}`) {
      case 'GET prices':
        return found({ object: 'list', data: pricesOf(form.get('lookup_keys[0]') ?? '') });
      case 'POST customers':
        return this.#makeCustomer(form.get('metadata[tenantId]') ?? '');
      case 'GET customers':
        return this.#findCustomers(form.get('query') ?? '');
      case 'DELETE customers':
        return this.#forget(id ?? '');
      case 'POST payment_methods':
        return found({ id, object: 'payment_method' });
      case 'POST checkout':
        return found({
          id: this.#id('cs'),
          url: `https://checkout.stripe.example/${form.get('success_url')}`,
        });
      case 'POST billing_portal':
        return found({ id: this.#id('bps'), url: `https://portal.stripe.example/${form.get('customer')}` });
      case 'GET invoices':
        return foundOr404(this.invoices.get(id ?? ''));
      case 'POST invoices':
        return found(this.#preview(form));
      case 'GET subscriptions':
        return id === undefined ? this.#list(form) : foundOr404(this.#withInvoice(id));
      case 'DELETE subscriptions':
        return this.#cancel(id ?? '');
      case 'POST subscriptions':
        return id === undefined ? this.#create(form) : this.#update(id, form);
      default:
        return refusal(404, { type: 'invalid_request_error', message: `No ${method} ${path} ${action}` });
    }
  }

  /** Those that have not ended, a few at a time, whatever was asked for. */
  #list(form: URLSearchParams) {
    const all = [...this.subscriptions.values()].filter(({ status }) => status !== 'canceled');
    const from = all.findIndex(({ id }) => id === form.get('starting_after')) + 1;
    const data = all.slice(from, from + 3);
    return found({ object: 'list', data, has_more: from + data.length < all.length });
  }

  #withInvoice(id: string): Row | undefined {
    const known = this.subscriptions.get(id);
    const ofIt = [...this.invoices.values()].filter((invoice) =>
      JSON.stringify(invoice['parent']).includes(id),
    );
    return known && { ...known, latest_invoice: ofIt.at(-1) ?? null };
  }

  #create(form: URLSearchParams) {
    const card = form.get('default_payment_method');
    if (card === null) {
      const message = 'This customer has no attached payment source or default payment method.';
      return refusal(400, { type: 'invalid_request_error', code: 'resource_missing', message });
    }
    if (this.declined.has(card)) return cardDeclined();
    const made = this.subscribe(form.get('metadata[tenantId]') ?? '', keyOf(form), {
      customer: form.get('customer') ?? '',
      default_payment_method: card,
    });
    return found(made);
  }

  #update(id: string, form: URLSearchParams) {
    const known = this.subscriptions.get(id);
    if (!known) return foundOr404(known);
    const card = known['default_payment_method'];
    if (typeof card === 'string' && this.declined.has(card)) return cardDeclined();
    const cancel = form.get('cancel_at_period_end');
    if (cancel !== null) known.cancel_at_period_end = cancel === 'true';
    const pause = form.get('pause_collection[behavior]');
    if (pause !== null || form.has('pause_collection')) known['pause_collection'] = pause;
    if (form.has('items[0][price]')) {
      known['items'] = { object: 'list', data: [this.#item(keyOf(form), Math.floor(Date.now() / 1_000))] };
    }
    return found(known);
  }

  #cancel(id: string) {
    const known = this.subscriptions.get(id);
    if (known === undefined || known.status === 'canceled') return foundOr404(undefined);
    known.status = 'canceled';
    return found(known);
  }

  #makeCustomer(tenantId: string) {
    const id = this.#id('cus');
    this.customers.set(id, tenantId);
    return this.losesCustomers ? DOWN : found({ id, object: 'customer' });
  }

  #findCustomers(query: string) {
    const ofTenant = [...this.customers].filter(
      ([, tenantId]) => query === `metadata['tenantId']:'${tenantId}'`,
    );
    return found({ object: 'search_result', has_more: false, data: ofTenant.map(([id]) => ({ id })) });
  }

  /** With its customer a subscription ends. */
  #forget(customer: string) {
    this.customers.delete(customer);
    for (const each of this.subscriptions.values())
      if (each['customer'] === customer) each.status = 'canceled';
    return found({ id: customer, object: 'customer', deleted: true });
  }

  #preview(form: URLSearchParams): Row {
    const price = (form.get('subscription_details[items][0][price]') ?? '').replace('price_', '');
    const now = Math.floor(Date.now() / 1_000);
    const period = { start: now, end: now + MONTH_SECONDS };
    const amount = PRICES[price] ?? 0;
    const data = [
      { description: 'Unused time', amount: -400, period },
      { description: 'Remaining time', amount, period },
    ];
    const total = amount - 400;
    return {
      ...{ id: 'upcoming_in', object: 'invoice', currency: 'usd', period_start: now, period_end: now },
      ...{ total, amount_due: Math.max(total, 0), ending_balance: Math.min(total, 0) },
      lines: { object: 'list', data },
    };
  }
}

function keyOf(form: URLSearchParams): string {
  return (form.get('items[0][price]') ?? '').replace('price_', '');
}
