import { type BillingConfig } from './config';
import { type Payments } from './payments/payments';
import { StripeClient } from './payments/stripe-client';
import { stripePayments } from './payments/stripe-payments';
import { testPayments } from './payments/test-payments';

export interface BillingPorts {
  payments: Payments;
  /** Null where Stripe collects nothing. */
  stripe: StripeClient | null;
}

/** @throws a sentence where a setting is missing */
export function openPorts(config: Readonly<BillingConfig>): BillingPorts {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret } = config;
  if (secretKey === undefined) return { payments: testPayments, stripe: null };
  if (webhookSecret === undefined) {
    throw new Error(
      'STRIPE_WEBHOOK_SECRET is required with STRIPE_SECRET_KEY: without it no payment is heard of.',
    );
  }
  const stripe = new StripeClient({ secretKey, webhookSecret, apiBase: config.STRIPE_API_BASE });
  return { payments: stripePayments(stripe), stripe };
}
