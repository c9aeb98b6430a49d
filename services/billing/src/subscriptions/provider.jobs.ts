import { type Tx } from '@siteninja/events';
import { defineJob, jobKind, schedule } from '@siteninja/jobs';
import { s } from '@siteninja/schema';
import { type BillingCtx } from '../context';
import { type ProviderIds } from '../payments/payments';
import { type SubscriptionRow, subscriptions } from './subscription.model';

const cancelKind = jobKind('subscription.cancel_at_provider', s.object({ subscriptionId: s.string() }));

/** Ends a subscription at the provider, who else would go on asking for money. */
export async function cancelAtProvider(tx: Tx<BillingCtx>, { subscriptionId }: ProviderIds): Promise<void> {
  if (subscriptionId === undefined) return;
  const data = { subscriptionId };
  await schedule(tx, { kind: cancelKind, key: subscriptionId, dueAt: tx.clock.now(), data });
}

export const cancelEnded = defineJob<BillingCtx, { subscriptionId: string }>({
  kind: cancelKind,
  perform: (ctx, { data }) => ctx.ports.payments.cancel(data),
});

const pauseKind = jobKind('subscription.pause_at_provider', s.object({}));

/** Has the provider ask for money as long as the tenant is not deleted, whatever is changed before that is done. */
export async function pauseAtProvider(tx: Tx<BillingCtx>, row: SubscriptionRow): Promise<void> {
  if (row.provider !== tx.ports.payments.provider) return;
  await schedule(tx, { kind: pauseKind, key: row._id, dueAt: tx.clock.now(), data: {} });
}

export const pauseDeleted = defineJob<BillingCtx, object>({
  kind: pauseKind,
  perform: async (ctx, { key }) => {
    const row = await subscriptions.in(ctx).findOne({ _id: key });
    if (row && row.status !== 'cancelled') await ctx.ports.payments.setPaused(row, row.pausedAt !== null);
  },
});
