import { s } from '@siteninja/schema';
import { defineEvents } from '../define-events';
import { PLAN_KEYS } from './subscription';

const cents = s.integer();

export const invoiceLine = s.object({
  description: s.string({ max: 500 }),
  amount: s.describe(cents, 'In cents; negative where it is a credit.'),
});

/** What a tenant pays, or has paid, for a period of its plan. */
export const invoice = s.tenantResource('Invoice', {
  number: s.string({ max: 100 }),
  status: s.describe(
    s.enum('open', 'paid', 'void'),
    'Open until it is paid; void where another invoice took its place.',
  ),
  plan: s.describe(s.nullable(s.enum(...PLAN_KEYS)), 'Null where it is for no single plan.'),
  lines: s.array(invoiceLine),
  total: s.describe(cents, 'In cents.'),
  currency: s.describe(s.string({ min: 3, max: 3 }), 'ISO 4217.'),
  periodStart: s.dateTime(),
  periodEnd: s.dateTime(),
  paidAt: s.nullable(s.dateTime()),
  url: s.describe(s.nullable(s.string({ max: 2_000 })), "The provider's page of the invoice, if it has one."),
});

export const invoiceEvents = defineEvents('invoice', invoice, { paid: 'pay', failed: 'fail' });
