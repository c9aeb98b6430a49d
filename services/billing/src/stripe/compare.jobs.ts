import { DomainError, inTenant, isId, SYSTEM } from '@siteninja/core';
import { definePagedJobs, pageAfter } from '@siteninja/jobs';
import { type BillingCtx } from '../context';
import { type StripeClient } from '../payments/stripe-client';
import { findLatest } from '../subscriptions/subscription';
import { subscriptions } from '../subscriptions/subscription.model';
import { askForLatest, takeOver } from './handle-event';

const EVERY_SECONDS = 24 * 60 * 60;
/** One after the other, each in some hundred milliseconds: far below the hundred a second that Stripe allows. */
const PAGE_SIZE = 50;

/** Once a day everything is held against what Stripe says, as a webhook may never have come. */
export const compareJobs = [
  ...definePagedJobs<BillingCtx>({
    name: 'stripe.compare',
    everySeconds: EVERY_SECONDS,
    isDue: ({ ports }) => ports.stripe !== null,
    perform: async (ctx, after) => ctx.ports.stripe && compareOurs(ctx, ctx.ports.stripe, after),
  }),
  ...definePagedJobs<BillingCtx>({
    name: 'stripe.find-unknown',
    everySeconds: EVERY_SECONDS,
    isDue: ({ ports }) => ports.stripe !== null,
    perform: async (ctx, after) => ctx.ports.stripe && findTheirs(ctx, ctx.ports.stripe, after),
  }),
];

/** What we know of is asked for by id. */
async function compareOurs(ctx: BillingCtx, stripe: StripeClient, after: string): Promise<string | null> {
  const rows = await subscriptions
    .across(ctx)
    .find({ provider: 'stripe', _id: { $gt: after } }, { sort: { _id: 1 }, limit: PAGE_SIZE });
  for (const { tenantId, status, providerIds } of rows) {
    const id = providerIds?.subscriptionId;
    if (status !== 'cancelled' && id !== undefined) await compare(ctx, stripe, tenantId, id);
  }
  return pageAfter(rows, PAGE_SIZE);
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
