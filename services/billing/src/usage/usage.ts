import { type BillingCtx } from '../context';
import { type Usage, usages } from './usage.model';

/** Nothing, for a tenant that nothing has been heard of yet. */
export async function usageOf(ctx: BillingCtx): Promise<Usage> {
  const row = await usages.in(ctx).findOne({});
  // A deletion may be heard of before the creation; then the count is below nothing for a moment.
  return { pages: Math.max(row?.pages ?? 0, 0), storageBytes: Math.max(row?.storageBytes ?? 0, 0) };
}

/** Adds to the counters, or takes from them. Sums need no order: whatever comes late is counted right. */
export async function countUsage(ctx: BillingCtx, change: Partial<Usage>): Promise<void> {
  await usages.in(ctx).upsert({}, { $inc: change });
}
