import { DomainError, inTenant, isId, SYSTEM } from '@siteninja/core';
import { transaction, type Tx } from '@siteninja/events';
import { defineJob, definePeriodicJob, jobKind, schedule } from '@siteninja/jobs';
import { s } from '@siteninja/schema';
import { type BillingCtx } from '../context';
import { type StripeClient } from '../payments/stripe-client';
import { findLatest } from '../subscriptions/subscription';
import { subscriptions } from '../subscriptions/subscription.model';
import { askForLatest, takeOver } from './handle-event';

const EVERY_SECONDS = 24 * 60 * 60;
/** One after the other, each in some hundred milliseconds: far below the hundred a second that Stripe allows. */
const PAGE_SIZE = 50;

/** First what we know of is asked for by id, then what Stripe knows is looked for here. */
const pageKind = jobKind(
  'stripe.compare-page',
  s.object({ side: s.enum('ours', 'theirs'), after: s.string({ min: 0 }) }),
);
interface Page {
  side: 'ours' | 'theirs';
  after: string;
}

/** Once a day everything is held against what Stripe says, as a webhook may never have come. */
const begin = definePeriodicJob<BillingCtx>({
  name: 'stripe.compare',
  everySeconds: EVERY_SECONDS,
  handle: async (tx) => {
    if (tx.ports.stripe !== null) await schedulePage(tx, { side: 'ours', after: '' });
  },
});

const comparePage = defineJob<BillingCtx, Page>({
  kind: pageKind,
  perform: async (ctx, run) => {
    const { stripe } = ctx.ports;
    if (stripe === null) return;
    const { side, after } = run.data;
    const last =
      side === 'ours' ? await compareOurs(ctx, stripe, after) : await findTheirs(ctx, stripe, after);
    const next =
      last === null
        ? side === 'ours'
          ? { side: 'theirs' as const, after: '' }
          : null
        : { side, after: last };
    if (next === null) return;
    await transaction(ctx, async (tx) => {
      await run.complete(tx);
      await schedulePage(tx, next);
    });
  },
});

export const compareJobs = [begin, comparePage];

function schedulePage(tx: Tx<BillingCtx>, data: Page): Promise<void> {
  return schedule(tx, { kind: pageKind, key: 'all', dueAt: tx.clock.now(), data });
}

/** @returns the id behind which it goes on; null where that was the last page */
async function compareOurs(ctx: BillingCtx, stripe: StripeClient, after: string): Promise<string | null> {
  const rows = await subscriptions
    .across(ctx)
    .find({ provider: 'stripe', _id: { $gt: after } }, { sort: { _id: 1 }, limit: PAGE_SIZE });
  for (const { tenantId, status, providerIds } of rows) {
    const id = providerIds?.subscriptionId;
    if (status !== 'cancelled' && id !== undefined) await compare(ctx, stripe, tenantId, id);
  }
  return rows.length < PAGE_SIZE ? null : (rows.at(-1)?._id ?? null);
}

/** Those that were paid for at Stripe's page, and of which no webhook has told. */
async function findTheirs(ctx: BillingCtx, stripe: StripeClient, after: string): Promise<string | null> {
  const { data, has_more: hasMore } = await stripe.ask((sdk) =>
    sdk.subscriptions.list({ limit: PAGE_SIZE, ...(after === '' ? {} : { starting_after: after }) }),
  );
  for (const { id, metadata } of data) {
    const { tenantId = '' } = metadata;
    if (!isId(tenantId)) continue;
    const known = await findLatest(inTenant(ctx, tenantId));
    if (known && known.providerIds?.subscriptionId !== id) await compare(ctx, stripe, tenantId, id);
  }
  return hasMore ? (data.at(-1)?.id ?? null) : null;
}

/** One that cannot be taken over holds the others up no longer than this. @throws unavailable */
async function compare(ctx: BillingCtx, stripe: StripeClient, tenantId: string, id: string): Promise<void> {
  try {
    const tenantCtx: BillingCtx = { ...inTenant(ctx, tenantId), caller: SYSTEM };
    await takeOver(tenantCtx, () => askForLatest(stripe, id));
  } catch (error) {
    if (error instanceof DomainError && error.kind === 'unavailable') throw error;
    ctx.log.error('a subscription at Stripe could not be compared', { subscriptionId: id, error });
  }
}
