import { entry, type ErrorEntry, notFound } from './entry';

export const BILLING_ERRORS = {
  'subscription.not_found': notFound('subscription'),
  'subscription.active': entry(
    'conflict',
    'The tenant has a subscription that is active.',
    'Change its plan with PUT, or go on with a cancelled one by POST /subscription/resume.',
  ),
  'subscription.not_active': entry(
    'conflict',
    'The subscription is not active: it is on trial, unpaid, or has ended.',
    'Pay for a plan with POST /subscription.',
  ),
  'subscription.read_only': entry(
    'payment_required',
    'The subscription is past due: everything can be read and nothing changed.',
    'Pay with POST /subscription.',
  ),
  'payment.declined': entry(
    'payment_required',
    'The payment was declined. Nothing has changed.',
    'Use another means of payment.',
  ),
  'payment.unavailable': entry(
    'unavailable',
    'The payment provider does not answer.',
    'Try again after Retry-After seconds: what has been paid meanwhile is not asked for twice.',
  ),
  'payment.signature_invalid': entry(
    'malformed',
    'The body was not signed by the payment provider, or more than five minutes ago.',
    'Only the provider calls this. Check `STRIPE_WEBHOOK_SECRET`, and the clock of the machine.',
  ),
  'plan.limit_reached': entry(
    'payment_required',
    'The plan does not allow more. `details` names the limit and the usage.',
    'Choose a larger plan, or delete what is not needed.',
  ),
  'plan.too_small': entry(
    'conflict',
    'The tenant uses more than the plan allows. `details` names each limit and the usage.',
    'Delete what is not needed, or choose a larger plan.',
  ),
} as const satisfies Record<string, ErrorEntry>;
