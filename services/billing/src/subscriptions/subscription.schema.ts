import { invoice, subscription } from '@siteninja/contracts';
import { type Infer, pick, s } from '@siteninja/schema';
import { usage } from '../usage/usage.schema';

export { invoice, subscription };

export const subscriptionWithUsage = s.named(
  'SubscriptionWithUsage',
  s.object({
    ...subscription.fields,
    usage: s.describe(
      usage,
      'Counted from events: up to a second behind, requests of API keys some seconds.',
    ),
  }),
);

const paymentMethod = s.describe(
  s.default(
    s.nullable(s.string({ max: 255, pattern: /^pm_\w+$/, must: "be a payment method's id: pm_…" })),
    null,
  ),
  'Of Stripe, made by its scripts. The test provider takes pm_card_visa, pm_card_mastercard, pm_card_chargeCustomerFail (pays once) and pm_card_chargeDeclined.',
);
const address = s.default(s.nullable(s.webAddress()), null);

export const newSubscription = s.object({
  ...pick(subscription, 'planId', 'interval').fields,
  paymentMethod,
});
export type NewSubscription = Infer<typeof newSubscription>;

export const subscriptionChange = s.object({
  planId: s.optional(subscription.fields.planId),
  interval: s.optional(subscription.fields.interval),
});
export type SubscriptionChange = Infer<typeof subscriptionChange>;

/** What a change would cost. */
export const changePreview = s.named(
  'SubscriptionPreview',
  s.object({
    ...pick(invoice, 'lines', 'currency', 'periodStart', 'periodEnd').fields,
    total: s.describe(s.integer({ min: 0 }), 'What would be collected at once, in cents.'),
    credit: s.describe(s.integer({ min: 0 }), 'What would be left for the next periods, in cents.'),
  }),
);

export const cancellation = s.object({
  immediately: s.describe(s.default(s.boolean(), false), 'Instead of at the end of the period that is paid.'),
});

export const newCheckout = s.object({
  ...pick(subscription, 'planId', 'interval').fields,
  successUrl: address,
  cancelUrl: address,
});
export type NewCheckout = Infer<typeof newCheckout>;

export const newPortal = s.object({ returnUrl: address });

export const redirectTo = s.named(
  'BillingPage',
  s.object({ url: s.describe(s.string({ max: 2_000 }), 'Send the customer there.') }),
);

export const usageReport = s.named(
  'UsageReport',
  s.object({
    ...pick(subscription, 'currentPeriodStart', 'currentPeriodEnd', 'limits').fields,
    usage,
  }),
);
