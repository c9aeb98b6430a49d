import { type BodyOf, type calls } from '@siteninja/contracts';
import { inTenant, monthOf } from '@siteninja/core';
import { isErased, transaction } from '@siteninja/events';
import { type BillingCtx } from '../context';
import { aiUsages, apiRequestUsages, storageUsages, usages } from './usage.model';
import { type Usage } from './usage.schema';

/** What events add to and take away from. */
export type Counted = Omit<Usage, 'storageBytes' | 'aiCredits' | 'customDomains' | 'apiRequests'>;

const NO_USAGE: Counted = {
  pages: 0,
  users: 0,
};

/** All zero for a tenant without any event so far. */
export async function getUsage(ctx: BillingCtx): Promise<Usage> {
  const month = monthOf(ctx.clock.now());
  const [counted, ofFiles, ofAi, ofKeys] = await Promise.all([
    usages.in(ctx).findOne({}),
    storageUsages.in(ctx).findOne({}),
    aiUsages.in(ctx).findOne({ month }),
    apiRequestUsages.in(ctx).findOne({ month }),
  ]);
  const row = counted ?? NO_USAGE;
  // When a deletion arrives before its creation, the count is negative for a moment.
  const atLeastNothing = (value: number): number => Math.max(value, 0);
  return {
    pages: atLeastNothing(row.pages),
    users: atLeastNothing(row.users),
    storageBytes: ofFiles?.storageBytes ?? 0,
    aiCredits: ofAi?.credits ?? 0,
    customDomains: counted?.customDomains.length ?? 0,
    apiRequests: ofKeys?.count ?? 0,
  };
}

/** Takes over what the asset service says, unless it has said something newer. */
export async function keepStorage(
  ctx: BillingCtx,
  { items }: BodyOf<typeof calls.reportStorage>,
): Promise<void> {
  await transaction(ctx, async (tx) => {
    for (const { tenantId, usedBytes: storageBytes, version } of items) {
      if (await isErased(tx, tenantId)) continue;
      await storageUsages.in(inTenant(tx, tenantId)).keepNewest({}, version, { storageBytes });
    }
  });
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
