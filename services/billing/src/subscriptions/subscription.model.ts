import { type TenantStatus } from '@siteninja/core';
import { tenantCollection, type TenantRow } from '@siteninja/mongo';

export const INTERVALS = ['month', 'year'] as const;

export interface Subscription {
  planId: string;
  interval: (typeof INTERVALS)[number];
  status: TenantStatus;
  currentPeriodStart: Date;
  currentPeriodEnd: Date;
  trialEndsAt: Date | null;
  cancelAtPeriodEnd: boolean;
  /** Who collects the money; nobody does for a trial. */
  provider: string | null;
}
export type SubscriptionRow = TenantRow<Subscription>;

/** What a subscription is in until it is cancelled. */
const LIVE: readonly TenantStatus[] = ['trial', 'active', 'past_due', 'suspended'];

export const subscriptions = tenantCollection<Subscription>({
  name: 'subscriptions',
  fields: {
    planId: { type: String, required: true },
    interval: { type: String, required: true },
    status: { type: String, required: true },
    currentPeriodStart: { type: Date, required: true },
    currentPeriodEnd: { type: Date, required: true },
    trialEndsAt: { type: Date, default: null },
    cancelAtPeriodEnd: { type: Boolean, required: true },
    provider: { type: String, default: null },
  },
  indexes: [
    {
      fields: { tenantId: 1 },
      unique: true,
      where: { status: { $in: LIVE } },
      serves: 'one live subscription a tenant',
    },
    { fields: { tenantId: 1, createdAt: -1 }, serves: 'GET /tenants/:tenantId/subscription' },
  ],
});
