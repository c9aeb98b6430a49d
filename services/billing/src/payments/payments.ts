import { DomainError } from '@siteninja/core';
import { s } from '@siteninja/schema';
import { type PlanRow } from '../plans/plan.model';

export type Interval = 'month' | 'year';

/** What a provider keeps of a tenant, as a part of the tenant's subscription. */
export const accountFields = {
  provider: s.nullable(s.enum('test', 'stripe')),
  providerIds: s.nullable(
    s.object({ customerId: s.optional(s.string()), subscriptionId: s.optional(s.string()) }),
  ),
  paymentMethod: s.nullable(s.string()),
  /** The start of the first period: the days on which the later ones begin follow from it. */
  anchorAt: s.nullable(s.dateTime()),
  /** What is left of plans that were changed for smaller ones. */
  creditCents: s.default(s.integer({ min: 0 }), 0),
  /** Payments that were declined: the next one is another try, and no repetition. */
  declines: s.default(s.integer({ min: 0 }), 0),
};

/** The provider's own ids. */
export interface ProviderIds {
  customerId?: string;
  subscriptionId?: string;
}

/** The provider's part of a subscription's row. */
export interface Account {
  tenantId: string;
  provider: 'test' | 'stripe' | null;
  providerIds: ProviderIds | null;
  paymentMethod: string | null;
  anchorAt: Date | null;
  creditCents: number;
  interval: Interval;
  currentPeriodStart: Date;
  currentPeriodEnd: Date;
}

/** What somebody wants to pay for. */
export interface Order {
  plan: PlanRow;
  interval: Interval;
  /** Null for the one that is known. */
  paymentMethod: string | null;
  /** The same where the same is asked for again: a provider then collects once. */
  reference: string;
  /** Who pays; null where the provider keeps no customers. */
  customerId: string | null;
}

/** Whom a provider knows tenants as. */
export interface Customers {
  /** The same one where it is asked for again at once. @throws unavailable */
  make(tenantId: string): Promise<string>;
  /** Those that have been made for the tenant some minutes ago or earlier. @throws unavailable */
  find(tenantId: string): Promise<string[]>;
}

export interface InvoiceFacts {
  plan: PlanRow['key'] | null;
  lines: { description: string; amount: number }[];
  total: number;
  currency: string;
  periodStart: Date;
  periodEnd: Date;
  /** Null where we number it. */
  number: string | null;
  /** The provider's own id and page of it. */
  externalId: string | null;
  url: string | null;
}

/** The account after a payment. */
export type Paid = Pick<
  Account,
  | 'provider'
  | 'providerIds'
  | 'paymentMethod'
  | 'anchorAt'
  | 'creditCents'
  | 'currentPeriodStart'
  | 'currentPeriodEnd'
> & {
  /** Null where nothing was due, and where the provider tells of it by itself. */
  invoice: InvoiceFacts | null;
};

/** What a change would cost now. */
export interface Preview {
  lines: InvoiceFacts['lines'];
  /** What would be collected at once, in cents. */
  total: number;
  /** What would be left for the next periods, in cents. */
  credit: number;
  currency: string;
  periodStart: Date;
  periodEnd: Date;
}

export interface Pages {
  successUrl: string;
  cancelUrl: string;
}

/** Who collects the money. Every call may be made twice, and then collects once. */
export interface Payments {
  readonly provider: 'test' | 'stripe';
  /** Null where it keeps none. */
  readonly customers: Customers | null;
  /** @throws payment_required `payment.declined`, unavailable */
  subscribe(account: Account | null, tenantId: string, order: Order, now: Date): Promise<Paid>;
  /** Moves to another plan or interval; the rest of the period that is paid counts. @throws as subscribe */
  change(account: Account, from: PlanRow, order: Order, now: Date): Promise<Paid>;
  /** What `change` would collect, without doing it. @throws unavailable */
  preview(account: Account, from: PlanRow, order: Order, now: Date): Promise<Preview>;
  setCancelAtPeriodEnd(account: Account, value: boolean): Promise<void>;
  /** While it is paused nobody is asked for money, also not later for that time. Nothing, where it has ended. */
  setPaused(account: Account, value: boolean): Promise<void>;
  /** Nothing, where it has ended already. */
  cancel(ids: ProviderIds): Promise<void>;
  /** Deletes what is kept of a customer, who pays for nothing from then on. Nothing, where there is none. */
  erase(customerId: string): Promise<void>;
  /**
   * Where to pay. `paid` is null as long as nobody has; the provider tells of it by itself.
   */
  checkout(
    account: Account | null,
    tenantId: string,
    order: Order,
    pages: Pages,
    now: Date,
  ): Promise<{ url: string; paid: Paid | null }>;
  /** Where means of payment and invoices are looked after. */
  portal(customerId: string | null, returnUrl: string): Promise<string>;
  /**
   * Collects the next period, without I/O. Null where the provider does so, and tells of it, by itself.
   * @throws payment_required `payment.declined`
   */
  readonly renew: ((account: Account, plan: PlanRow) => Paid) | null;
}

export function declined(cause?: unknown): DomainError {
  const message = 'The payment was declined.';
  return new DomainError('payment_required', 'payment.declined', message, {
    details: [{ field: 'paymentMethod', message }],
    ...(cause === undefined ? {} : { cause }),
  });
}

export function isDeclined(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'payment.declined';
}
