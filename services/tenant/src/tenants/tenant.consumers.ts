import { isNewer } from '@siteninja/contracts';
import { TENANT_STATUSES } from '@siteninja/core';
import { type Consumer, readEvent } from '@siteninja/events';
import { s } from '@siteninja/schema';
import { type TenantCtx } from '../context';
import { tenants } from './tenant.model';

/** What is read of a subscription's event. */
const subscription = s.object({
  id: s.uuid(),
  plan: s.string(),
  status: s.enum(...TENANT_STATUSES),
  trialEndsAt: s.nullable(s.string()),
  currentPeriodEnd: s.nullable(s.string()),
  limits: s.anyObject(),
});

/** Keeps the tenant's view of its subscription, and its status, which mirrors it. */
export const subscriptionProjection: Consumer<TenantCtx> = {
  name: 'subscription',
  types: ['subscription.created', 'subscription.updated', 'subscription.cancelled', 'subscription.past_due'],
  handle: async (tx, event) => {
    const summary = { ...readEvent(subscription, event), revision: event.resource.version };
    const tenant = await tenants.in(tx).findOne({});
    if (!tenant) return;
    const known = tenant.subscription && {
      id: tenant.subscription.id,
      version: tenant.subscription.revision,
    };
    if (!isNewer(event.resource, known)) return;
    // What the platform itself has suspended stays so until the platform says otherwise.
    const mirrored = tenant.status === 'suspended' ? {} : { status: summary.status };
    const trial = summary.trialEndsAt === null ? {} : { trialEndsAt: new Date(summary.trialEndsAt) };
    await tenants.in(tx).updateOne({}, { $set: { subscription: summary, ...mirrored, ...trial } });
  },
};
