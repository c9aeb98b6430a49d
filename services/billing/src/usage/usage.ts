import { type BillingCtx } from '../context';
import { usages } from './usage.model';
import { type Usage } from './usage.schema';

const NO_USAGE: Usage = {
  pages: 0,
  users: 0,
  storageBytes: 0,
  aiCredits: 0,
  customDomains: 0,
  apiRequests: 0,
};

/** All zero for a tenant without any event so far. */
export async function getUsage(ctx: BillingCtx): Promise<Usage> {
  const row = (await usages.in(ctx).findOne({})) ?? NO_USAGE;
  // When a deletion arrives before its creation, the count is negative for a moment.
  const atLeastNothing = (value: number): number => Math.max(value, 0);
  return {
    pages: atLeastNothing(row.pages),
    users: atLeastNothing(row.users),
    storageBytes: atLeastNothing(row.storageBytes),
    aiCredits: atLeastNothing(row.aiCredits),
    customDomains: atLeastNothing(row.customDomains),
    apiRequests: atLeastNothing(row.apiRequests),
  };
}

/** Adds to the counters; negative numbers take away. Sums do not depend on the order of events. */
export async function countUsage(ctx: BillingCtx, change: Partial<Usage>): Promise<void> {
  await usages.in(ctx).upsert({}, { $inc: { ...NO_USAGE, ...change } });
}
