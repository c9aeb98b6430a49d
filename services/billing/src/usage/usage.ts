import { type BillingCtx } from '../context';
import { usages } from './usage.model';
import { type Usage } from './usage.schema';

const NO_USAGE: Usage = { pages: 0, storageBytes: 0 };

/** All zero for a tenant without any event so far. */
export async function getUsage(ctx: BillingCtx): Promise<Usage> {
  const { pages, storageBytes } = (await usages.in(ctx).findOne({})) ?? NO_USAGE;
  // When a deletion arrives before its creation, the count is negative for a moment.
  return { pages: Math.max(pages, 0), storageBytes: Math.max(storageBytes, 0) };
}

/** Adds to the counters; negative numbers take away. Sums do not depend on the order of events. */
export async function countUsage(ctx: BillingCtx, change: Partial<Usage>): Promise<void> {
  await usages.in(ctx).upsert({}, { $inc: { ...NO_USAGE, ...change } });
}
