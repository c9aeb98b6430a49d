import { urlOf } from '@siteninja/http';
import { mailConfig } from '@siteninja/mail';
import { type Fields, type InferFields, s } from '@siteninja/schema';
import { serviceConfig } from '@siteninja/service';

const secret = s.optional(s.string({ max: 500 }));

export const billingConfig = {
  ...serviceConfig,
  ...mailConfig,
  APP_URL: s.describe(
    s.optional(urlOf('https', 'http')),
    'Where the app is that people manage their sites with: mails about payments lead to `/billing` there. Without it `<PUBLIC_SCHEME>://<BASE_DOMAIN>:<PUBLIC_PORT>`.',
  ),
  STRIPE_SECRET_KEY: s.describe(
    secret,
    'Payments are collected by Stripe, whose prices have the lookup keys `<plan>_<interval>`. Without it a test provider takes test cards, and nobody pays.',
  ),
  STRIPE_WEBHOOK_SECRET: s.describe(
    secret,
    "Proves that a webhook is Stripe's: the signing secret of the endpoint `/api/billing/stripe/webhook`. Required with `STRIPE_SECRET_KEY`.",
  ),
  STRIPE_API_BASE: s.describe(
    s.default(urlOf('https', 'http'), 'https://api.stripe.com'),
    "Stripe's API, where a proxy or a stand-in answers for it.",
  ),
} satisfies Fields;

export type BillingConfig = InferFields<typeof billingConfig>;
