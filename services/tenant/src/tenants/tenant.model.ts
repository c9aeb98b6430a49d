import { type brandingStyle, type tenantSubscription } from '@siteninja/contracts';
import { type Actor } from '@siteninja/core';
import { type RowOf, tenantCollection } from '@siteninja/mongo';
import { type Infer, omit, s } from '@siteninja/schema';
import { tenant } from './tenant.schema';

/** What is needed to activate a reserved tenant. */
interface Reservation {
  customDomain: string | null;
  branding: Infer<typeof brandingStyle>;
  actor: Actor;
}

/** Each row is its own tenant: `tenantId` equals `_id`. */
export const tenants = tenantCollection({
  name: 'tenants',
  noun: 'tenant',
  fields: {
    ...omit(tenant, 'siteUrl', 'branding', 'domains').fields,
    createdBy: s.uuid(),
    /** Projection of billing's subscription, of this version. */
    subscription: s.nullable(s.json<Infer<typeof tenantSubscription>>()),
    subscriptionVersion: s.optional(s.integer()),
    /** Then the status no longer follows the subscription. */
    isSuspendedByPlatform: s.default(s.boolean(), false),
    /** Deleted for good: it cannot be restored. */
    isBeingErased: s.default(s.boolean(), false),
    /** Counted up by transactions that change the locations, so that they commit one after the other. */
    locationsLock: s.default(s.integer(), 0),
    /** Likewise by those that change the domains. */
    domainsLock: s.default(s.integer(), 0),
    /** Set until the tenant is activated: it only holds its subdomain, and nobody sees it. */
    reservation: s.nullable(s.json<Reservation>()),
  },
  indexes: [
    {
      fields: { subdomain: 1 },
      unique: true,
      serves: 'unique subdomains, also of deleted tenants, which can be restored',
      conflict: {
        code: 'tenant.subdomain_taken',
        field: 'subdomain',
      },
    },
    {
      fields: { reservation: 1, deletedAt: 1, createdAt: -1, _id: -1 },
      serves: 'GET /tenants of a super_admin',
    },
    { fields: { tenantId: 1 }, serves: 'every access through the tenant of a path' },
    {
      fields: { createdAt: 1 },
      where: { reservation: { $type: 'object' } },
      serves: 'the sweeper of reservations',
    },
  ],
});

export type TenantRow = RowOf<typeof tenants>;
