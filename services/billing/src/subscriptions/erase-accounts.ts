import { type BillingCtx } from '../context';
import { findCustomers } from './customer';
import { subscriptions } from './subscription.model';

/** Deletes what the provider keeps of the tenant, who is then asked for no more money. @throws unavailable */
export async function eraseAccounts(ctx: BillingCtx): Promise<boolean> {
  const { payments } = ctx.ports;
  const paying = await subscriptions.in(ctx).find({ provider: payments.provider });
  const ids = [...paying.map(({ providerIds }) => providerIds?.customerId), ...(await findCustomers(ctx))];
  for (const customerId of new Set(ids)) if (customerId !== undefined) await payments.erase(customerId);
  return false;
}
