import { ensure, requireMatch } from '@siteninja/core';
import { transaction } from '@siteninja/events';
import { type BillingCtx } from '../context';
import { changeSubscription } from './change-subscription';
import { endSubscription } from './lifecycle';
import { inTurn, notActive } from './subscribe';
import { getLatest, getSubscription } from './subscription';

/**
 * Ends the subscription with the period that is paid, or at once where none is.
 * @throws not_found, conflict `subscription.not_active`, precondition_failed
 */
export function cancelSubscription(ctx: BillingCtx, { immediately }: { immediately: boolean }) {
  return inTurn(ctx, async () => {
    const current = await getSubscription(ctx);
    requireMatch(ctx, () => current);
    const row = await getLatest(ctx);
    ensure(row.status !== 'cancelled', notActive);
    const isPaid = row.status === 'trial' || row.status === 'active';
    const atOnce = immediately || !isPaid;
    if (!atOnce && row.cancelAtPeriodEnd) return current;
    const { payments } = ctx.ports;
    if (row.provider !== null) {
      await (atOnce ? payments.cancel(row.providerIds ?? {}) : payments.setCancelAtPeriodEnd(row, true));
    }
    await transaction(ctx, async (tx) => {
      const latest = await getLatest(tx);
      if (atOnce) await endSubscription(tx, latest);
      else await changeSubscription(tx, latest, { cancelAtPeriodEnd: true });
    });
    return getSubscription(ctx);
  });
}

/** Takes a cancellation back as long as the period lasts. @throws not_found, conflict `subscription.not_active` */
export function resumeSubscription(ctx: BillingCtx) {
  return inTurn(ctx, async () => {
    const row = await getLatest(ctx);
    ensure(row.status === 'trial' || row.status === 'active', notActive);
    if (row.cancelAtPeriodEnd) {
      if (row.provider !== null) await ctx.ports.payments.setCancelAtPeriodEnd(row, false);
      await transaction(ctx, async (tx) => {
        await changeSubscription(tx, await getLatest(tx), { cancelAtPeriodEnd: false });
      });
    }
    return getSubscription(ctx);
  });
}
