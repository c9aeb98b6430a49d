import { isNewer, tenantSubscription } from '@siteninja/contracts';
import { type Consumer, readEvent } from '@siteninja/events';
import { type TenantCtx } from '../context';
import { tenants } from './tenant.model';

/** Keeps what a tenant shows of its subscription, and its status, which mirrors the subscription's. */
export const subscriptionProjection: Consumer<TenantCtx> = {
  name: 'subscription',
  types: ['subscription.created', 'subscription.updated', 'subscription.cancelled', 'subscription.past_due'],
  handle: async (tx, event) => {
    const row = await tenants.in(tx).findOne({});
    if (!row) return;
    const known = row.subscription && { id: row.subscription.id, version: row.subscriptionVersion ?? 0 };
    if (!isNewer(event.resource, known)) return;
    const subscription = readEvent(tenantSubscription, event);
    const { status, trialEndsAt } = subscription;
    await tenants.in(tx).update(row._id, {
      subscription,
      subscriptionVersion: event.resource.version,
      // Only the platform ends a suspension that it has imposed.
      ...(row.isSuspendedByPlatform ? {} : { status }),
      ...(trialEndsAt === null ? {} : { trialEndsAt: new Date(trialEndsAt) }),
    });
  },
};
