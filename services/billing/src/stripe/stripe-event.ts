import { isId, isObject } from '@siteninja/core';
import type Stripe from 'stripe';

/** What an event is about. The rest of it is not believed: Stripe is asked for what is now. */
export interface Subject {
  tenantId: string;
  subscriptionId: string;
  /** Null where it is about the subscription alone. */
  invoiceId: string | null;
}

/** Null for events that tell us nothing, among them those of other products at the same Stripe account. */
export function subjectOf({ type, data: { object } }: Stripe.Event): Subject | null {
  if (type.startsWith('customer.subscription.')) {
    return subject(at(object, 'metadata', 'tenantId'), at(object, 'id'), null);
  }
  if (type.startsWith('checkout.session.')) {
    return subject(at(object, 'metadata', 'tenantId'), at(object, 'subscription'), null);
  }
  if (!type.startsWith('invoice.')) return null;
  // Endpoints of API versions before 2025-03-31 have it at the top.
  const details = at(object, 'parent', 'subscription_details') ?? at(object, 'subscription_details');
  const subscription = at(details, 'subscription') ?? at(object, 'subscription');
  return subject(at(details, 'metadata', 'tenantId'), subscription, at(object, 'id'));
}

function subject(tenantId: unknown, subscription: unknown, invoiceId: unknown): Subject | null {
  const subscriptionId = at(subscription, 'id') ?? subscription;
  if (typeof tenantId !== 'string' || !isId(tenantId) || typeof subscriptionId !== 'string') return null;
  return { tenantId, subscriptionId, invoiceId: typeof invoiceId === 'string' ? invoiceId : null };
}

/** The value at a path, or undefined. */
function at(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const name of path) found = isObject(found) ? found[name] : undefined;
  return found ?? undefined;
}
