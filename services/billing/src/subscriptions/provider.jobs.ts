import { type Tx } from '@siteninja/events';
import { defineJob, jobKind, schedule } from '@siteninja/jobs';
import { s } from '@siteninja/schema';
import { type BillingCtx } from '../context';
import { type ProviderIds } from '../payments/payments';

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
