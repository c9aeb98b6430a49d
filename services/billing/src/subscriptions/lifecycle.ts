import { type Tx } from '@siteninja/events';
import { defineJob } from '@siteninja/jobs';
import { type BillingCtx } from '../context';
import { recordFailed } from '../invoices/invoice';
import { mailTrialEnding } from './mail.jobs';
import { isDeclined, type Paid } from '../payments/payments';
import { renewalInvoice } from '../payments/test-payments';
import { getPlan } from '../plans/plan';
import { type PlanRow } from '../plans/plan.model';
import { applyPayment, changeSubscription } from './change-subscription';
import { cancelAtProvider } from './provider.jobs';
import { nextStep, scheduleNextStep, stepKind } from './steps';
import { presentSubscription } from './subscription';
import { type SubscriptionRow, subscriptions } from './subscription.model';

/** Takes the step that is due, as of the time at which it was due: also where many are, one after the other. */
export const takeStep = defineJob({
  kind: stepKind,
  handle: async (tx: Tx<BillingCtx>, { key, data }) => {
    const row = await subscriptions.in(tx).findOne({ _id: key });
    if (!row) return;
    const next = nextStep(row);
    if (next?.step !== data.step) return;
    switch (next.step) {
      case 'announce':
        await announce(tx, row, data.causedBy);
        return;
      case 'expire':
        await becomePastDue(tx, row, next.at);
        return;
      case 'renew':
        await renew(tx, row);
        return;
      case 'suspend':
        await changeSubscription(tx, row, { status: 'suspended' });
        return;
      case 'end':
        if (row.provider === 'stripe' && row.providerIds) await cancelAtProvider(tx, row.providerIds);
        await endSubscription(tx, row);
    }
  },
});

export async function endSubscription(tx: Tx<BillingCtx>, row: SubscriptionRow): Promise<void> {
  const change = { status: 'cancelled', cancelAtPeriodEnd: false } as const;
  await changeSubscription(tx, row, change, 'subscription.cancelled');
}

/** Tells that the trial ends soon. That follows from its beginning: nobody has done anything. */
async function announce(
  tx: Tx<BillingCtx>,
  { _id, planId }: SubscriptionRow,
  causedBy: string,
): Promise<void> {
  const row = await subscriptions.in(tx).update(_id, { isTrialEndingTold: true });
  const resource = { type: 'subscription', id: _id, version: row.revision };
  const data = presentSubscription(row, await getPlan(tx, { _id: planId }));
  tx.record({ type: 'subscription.trial_ending', resource, data, causedBy });
  await scheduleNextStep(tx, row, causedBy);
  await mailTrialEnding(tx, row);
}

/** @returns the id of the event */
async function becomePastDue(tx: Tx<BillingCtx>, row: SubscriptionRow, since: Date): Promise<string> {
  const change = { status: 'past_due', pastDueSince: since } as const;
  const { eventId } = await changeSubscription(tx, row, change, 'subscription.past_due');
  return eventId;
}

async function renew(tx: Tx<BillingCtx>, row: SubscriptionRow): Promise<void> {
  const plan = await getPlan(tx, { _id: row.planId });
  const paid = collect(tx, row, plan);
  if (paid) {
    await applyPayment(tx, row, paid);
    return;
  }
  const causedBy = await becomePastDue(tx, row, row.currentPeriodEnd);
  const due = plan.prices[row.interval] - row.creditCents;
  const open = renewalInvoice(row, plan, { credit: row.creditCents, due });
  if (open) await recordFailed(tx, row._id, open, causedBy);
}

/** Null where it was declined. */
function collect({ ports }: BillingCtx, row: SubscriptionRow, plan: PlanRow): Paid | null {
  if (!ports.payments.renew) return null;
  try {
    return ports.payments.renew(row, plan);
  } catch (error) {
    if (isDeclined(error)) return null;
    throw error;
  }
}
