import { type EventType } from '@siteninja/contracts';
import { type Tx } from '@siteninja/events';
import { type BillingCtx } from '../context';
import { recordPaid } from '../invoices/invoice';
import { mailPastDue } from './mail.jobs';
import { type Paid } from '../payments/payments';
import { getPlan } from '../plans/plan';
import { scheduleNextStep } from './steps';
import { presentSubscription } from './subscription';
import { type SubscriptionRow, subscriptions } from './subscription.model';

type Change = Partial<Omit<SubscriptionRow, '_id' | 'tenantId' | 'revision' | 'createdAt' | 'updatedAt'>>;

/**
 * Every change of a subscription is made here: it is told to the other services, and what is due next is scheduled.
 * @param causedBy the id of the event that it follows from
 * @returns the row after the change, and the id of the change's event
 */
export async function changeSubscription(
  tx: Tx<BillingCtx>,
  row: SubscriptionRow,
  change: Change,
  type: Extract<EventType, `subscription.${string}`> = 'subscription.updated',
  causedBy?: string,
): Promise<{ row: SubscriptionRow; eventId: string }> {
  const before = presentSubscription(row, await getPlan(tx, { _id: row.planId }));
  const after = await subscriptions.in(tx).update(row._id, change);
  const plan = await getPlan(tx, { _id: after.planId });
  const event = tx.recordChange(type, before, presentSubscription(after, plan), { causedBy });
  await scheduleNextStep(tx, after, event.id);
  if (type === 'subscription.past_due') await mailPastDue(tx, after);
  return { row: after, eventId: event.id };
}

/** Makes a subscription active, or keeps it so, with what was paid. */
export async function applyPayment(
  tx: Tx<BillingCtx>,
  row: SubscriptionRow,
  { invoice, ...account }: Paid,
  change: Change = {},
): Promise<void> {
  const paid = { ...account, status: 'active' as const, pastDueSince: null, ...change };
  const { eventId } = await changeSubscription(tx, row, paid);
  await recordPaid(tx, row._id, invoice, eventId);
}
