import { type BillingCtx } from '../context';
import { subscriptions } from './subscription.model';

/** Deletes what the provider keeps of the tenant, who is then asked for no more money. @throws unavailable */
export async function eraseAccounts(ctx: BillingCtx): Promise<boolean> {
  for (const { provider, providerIds } of await subscriptions.in(ctx).find({})) {
    if (provider === ctx.ports.payments.provider) await ctx.ports.payments.erase(providerIds ?? {});
  }
  return false;
}
