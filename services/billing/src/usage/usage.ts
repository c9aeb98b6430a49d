import { monthOf } from '@siteninja/core';
import { type BillingCtx } from '../context';
import { aiUsages, apiRequestUsages, usages } from './usage.model';
import { type Usage } from './usage.schema';

/** What events add to and take away from. */
export type Counted = Omit<Usage, 'aiCredits' | 'customDomains' | 'apiRequests'>;

const NO_USAGE: Counted = {
  pages: 0,
  users: 0,
  storageBytes: 0,
};

/** All zero for a tenant without any event so far. */
export async function getUsage(ctx: BillingCtx): Promise<Usage> {
  const month = monthOf(ctx.clock.now());
  const [counted, ofAi, ofKeys] = await Promise.all([
    usages.in(ctx).findOne({}),
    aiUsages.in(ctx).findOne({ month }),
    apiRequestUsages.in(ctx).findOne({ month }),
  ]);
  const row = counted ?? NO_USAGE;
  // When a deletion arrives before its creation, the count is negative for a moment.
  const atLeastNothing = (value: number): number => Math.max(value, 0);
  return {
    pages: atLeastNothing(row.pages),
    users: atLeastNothing(row.users),
    storageBytes: atLeastNothing(row.storageBytes),
    aiCredits: ofAi?.credits ?? 0,
    customDomains: counted?.customDomains.length ?? 0,
    apiRequests: ofKeys?.count ?? 0,
  };
}

/** Adds to the counters; negative numbers take away. Sums do not depend on the order of events. */
export async function countUsage(ctx: BillingCtx, change: Partial<Counted>): Promise<void> {
  await usages.in(ctx).upsert({}, { $inc: { ...NO_USAGE, ...change } });
}

/** Adds a domain, or takes it away. One that was never added, such as the `www` of an apex, changes nothing. */
export async function countDomain(
  ctx: BillingCtx,
  change: '$addToSet' | '$pull',
  domain: string,
): Promise<void> {
  await usages.in(ctx).upsert({}, { $inc: NO_USAGE, [change]: { customDomains: domain } });
}

/** Adds to what is used of the month that the credits are of, whichever month it is now. */
export async function countAiCredits(
  ctx: BillingCtx,
  { month, credits }: { month: string; credits: number },
): Promise<void> {
  await aiUsages.in(ctx).upsert({ month }, { $inc: { credits } });
}
