import { type Payments } from './payments/payments';
import { testPayments } from './payments/test-payments';

export interface BillingPorts {
  payments: Payments;
}

export function openPorts(): BillingPorts {
  return { payments: testPayments };
}
