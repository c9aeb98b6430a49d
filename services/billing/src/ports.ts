import { createLog } from '@siteninja/core';
import { type Mailer, mailerFrom } from '@siteninja/mail';
import { type BillingConfig } from './config';
import { type Payments } from './payments/payments';
import { StripeClient } from './payments/stripe-client';
import { stripePayments } from './payments/stripe-payments';
import { testPayments } from './payments/test-payments';

export interface BillingPorts {
  readonly mailer: Mailer;
  payments: Payments;
  /** Null where Stripe collects nothing. */
  stripe: StripeClient | null;
}

/** @throws a sentence where a setting is missing */
export function openPorts(config: Readonly<BillingConfig>): BillingPorts {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret } = config;
  const mailer = mailerFrom(config, createLog('billing', config.LOG_LEVEL));
  if (secretKey === undefined) return { mailer, payments: testPayments, stripe: null };
  if (webhookSecret === undefined) {
    throw new Error(
      'STRIPE_WEBHOOK_SECRET is required with STRIPE_SECRET_KEY: without it no payment is heard of.',
    );
  }
  const stripe = new StripeClient({ secretKey, webhookSecret, apiBase: config.STRIPE_API_BASE });
  return { mailer, payments: stripePayments(stripe), stripe };
}
