import { type TenantStatus } from '@siteninja/core';
import { type RowOf, tenantCollection } from '@siteninja/mongo';
import { omit, s } from '@siteninja/schema';
import { accountFields } from '../payments/payments';
import { subscription } from './subscription.schema';

/** Every status but the last one. */
const LIVE: readonly TenantStatus[] = ['trial', 'active', 'past_due', 'suspended'];

export const subscriptions = tenantCollection({
  name: 'subscriptions',
  noun: 'subscription',
  fields: {
    ...omit(subscription, 'plan', 'limits').fields,
    ...accountFields,
    /** Suspension and the end are counted from here. */
    pastDueSince: s.nullable(s.dateTime()),
    isTrialEndingTold: s.default(s.boolean(), false),
    /** Since when the tenant is deleted, which may come back. */
    pausedAt: s.default(s.nullable(s.dateTime()), null),
    /** Of the tenant, when it was deleted or restored last. */
    tenantVersion: s.default(s.integer(), 0),
  },
  indexes: [
    {
      fields: { tenantId: 1 },
      unique: true,
      where: { status: { $in: LIVE } },
      serves: 'one live subscription a tenant',
    },
    { fields: { provider: 1, _id: 1 }, serves: 'the daily comparison with Stripe' },
    { fields: { tenantId: 1, createdAt: -1 }, serves: 'GET /tenants/:tenantId/subscription' },
  ],
});

export type SubscriptionRow = RowOf<typeof subscriptions>;
