import { DEFAULT_LOCALE, planLimits } from '@siteninja/contracts';
import { TENANT_STATUSES } from '@siteninja/core';
import { type Consumer, readEvent } from '@siteninja/events';
import { pick, s } from '@siteninja/schema';
import { type IdentityCtx } from '../context';
import { projectSubscription, projectTenant } from './tenant';

const tenantData = s.object({
  name: s.string({ max: 255 }),
  status: s.enum(...TENANT_STATUSES),
  deletedAt: s.nullable(s.string()),
  locale: s.default(s.locale(), DEFAULT_LOCALE),
});

/** Projects tenants, by whose state callers are judged. */
export const tenantProjection: Consumer<IdentityCtx> = {
  name: 'tenant',
  types: ['tenant.created', 'tenant.updated', 'tenant.deleted', 'tenant.restored'],
  handle: async (tx, event) => {
    const { name, status, deletedAt, locale } = readEvent(tenantData, event);
    const before = event.change?.before;
    const isStatusDecided = before != null && before.status !== status;
    const state = {
      name,
      status,
      deleted: deletedAt !== null,
      isSuspendedByPlatform: isStatusDecided && status === 'suspended',
      locale,
      revision: event.resource.version,
    };
    await projectTenant(tx, event.resource.id, state, isStatusDecided);
  },
};

const subscriptionData = s.object({
  status: s.enum(...TENANT_STATUSES),
  limits: s.default(pick(planLimits, 'users'), { users: null }),
});

/** A tenant's status mirrors its subscription, here as in the tenant service, which records no event of that. */
export const subscriptionProjection: Consumer<IdentityCtx> = {
  name: 'subscription',
  types: ['subscription.created', 'subscription.updated', 'subscription.cancelled', 'subscription.past_due'],
  handle: async (tx, event) => {
    const { status, limits } = readEvent(subscriptionData, event);
    const { id, version } = event.resource;
    await projectSubscription(tx, { id, version, status, userLimit: limits.users });
  },
};
