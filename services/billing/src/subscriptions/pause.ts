import { type Tx } from '@siteninja/events';
import { type BillingCtx } from '../context';
import { periodEnd } from '../payments/period';
import { changeSubscription } from './change-subscription';
import { mailPastDue } from './mail.jobs';
import { pauseAtProvider } from './provider.jobs';
import { scheduleNextStep } from './steps';
import { findLatest } from './subscription';
import { type SubscriptionRow, subscriptions } from './subscription.model';

/** What has happened to a tenant. */
interface TenantChange {
  /** Of the tenant: an older event changes nothing. */
  version: number;
  at: Date;
  eventId: string;
}

/** From now on nothing becomes due: the tenant is deleted, and may come back. */
export async function pauseSubscription(tx: Tx<BillingCtx>, change: TenantChange): Promise<void> {
  const row = await findOlder(tx, change);
  if (row === null) return;
  const isPaused = row.status !== 'cancelled';
  const paused = { tenantVersion: change.version, pausedAt: isPaused ? change.at : null };
  const after = await subscriptions.in(tx).update(row._id, paused);
  if (!isPaused) return;
  await scheduleNextStep(tx, after, change.eventId);
  await pauseAtProvider(tx, after);
}

/** Everything that becomes due does so later, by the time for which the tenant was deleted. */
export async function continueSubscription(tx: Tx<BillingCtx>, change: TenantChange): Promise<void> {
  const row = await findOlder(tx, change);
  if (row === null) return;
  const { version: tenantVersion, at } = change;
  if (row.pausedAt === null) {
    await subscriptions.in(tx).update(row._id, { tenantVersion });
    return;
  }
  const later = { ...postponed(row, at.getTime() - row.pausedAt.getTime()), tenantVersion, pausedAt: null };
  const { row: after } = await changeSubscription(tx, row, later, 'subscription.updated', change.eventId);
  if (after.status === 'past_due') await mailPastDue(tx, after, at);
  await pauseAtProvider(tx, after);
}

async function findOlder(tx: Tx<BillingCtx>, { version }: TenantChange): Promise<SubscriptionRow | null> {
  const row = await findLatest(tx);
  return row !== null && row.tenantVersion < version ? row : null;
}

/** The periods of Stripe are Stripe's. */
function postponed(row: SubscriptionRow, milliseconds: number) {
  const postpone = (date: Date): Date => new Date(date.getTime() + milliseconds);
  const pastDueSince = row.pastDueSince && postpone(row.pastDueSince);
  if (row.provider === 'stripe') return { pastDueSince };
  const currentPeriodStart = postpone(row.currentPeriodStart);
  const currentPeriodEnd = postpone(row.currentPeriodEnd);
  const anchorAt = row.anchorAt && postpone(row.anchorAt);
  // Months differ in length: where the first period would no longer lead to this one's end, they are counted from there.
  const isSame =
    anchorAt !== null &&
    periodEnd(anchorAt, row.interval, currentPeriodStart).getTime() === currentPeriodEnd.getTime();
  return {
    pastDueSince,
    currentPeriodStart,
    currentPeriodEnd,
    anchorAt: anchorAt && (isSame ? anchorAt : currentPeriodEnd),
    ...(row.status === 'trial' && row.trialEndsAt ? { trialEndsAt: postpone(row.trialEndsAt) } : {}),
  };
}
