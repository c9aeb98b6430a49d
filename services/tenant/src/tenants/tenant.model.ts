import { type TenantStatus } from '@siteninja/core';
import { globalCollection, tenantCollection, type TenantRow } from '@siteninja/mongo';

type Day = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';
export type BusinessHours = { [day in Day]?: string };

/** What this service knows of the tenant's subscription: a projection of billing's events. */
export interface SubscriptionSummary {
  id: string;
  revision: number;
  plan: string;
  status: TenantStatus;
  trialEndsAt: string | null;
  currentPeriodEnd: string | null;
  /** Null is no limit. */
  limits: Record<string, unknown>;
}

export interface Tenant {
  name: string;
  businessName: string;
  businessType: string;
  description: string | null;
  subdomain: string;
  /** The primary verified one. */
  customDomain: string | null;
  contactPhone: string | null;
  contactEmail: string | null;
  businessHours: BusinessHours;
  status: TenantStatus;
  templateId: string | null;
  trialEndsAt: Date | null;
  deletedAt: Date | null;
  createdBy: string;
  subscription: SubscriptionSummary | null;
  /** Set while the tenant is only a reservation of its subdomain, not yet shown to anyone. */
  reservation: Reservation | null;
}

/** What the last step of making a tenant needs, and the request that reserves it knows. */
interface Reservation {
  customDomain: string | null;
  branding: Record<string, unknown>;
  actor: { userId: string; ipAddress?: string; userAgent?: string };
}

export type TenantRecord = TenantRow<Tenant>;

const text = { type: String, required: true };
const optionalText = { type: String, default: null };
const optionalDate = { type: Date, default: null };

/** Each row is its own tenant: `tenantId` equals `_id`. */
export const tenants = tenantCollection<Tenant>({
  name: 'tenants',
  fields: {
    name: text,
    businessName: text,
    businessType: text,
    description: optionalText,
    subdomain: text,
    customDomain: optionalText,
    contactPhone: optionalText,
    contactEmail: optionalText,
    businessHours: { type: Object, default: {} },
    status: text,
    templateId: optionalText,
    trialEndsAt: optionalDate,
    deletedAt: optionalDate,
    createdBy: text,
    subscription: { type: Object, default: null },
    reservation: { type: Object, default: null },
  },
  indexes: [
    {
      fields: { subdomain: 1 },
      unique: true,
      serves: 'a subdomain is given once, and kept through deletion for the 30 days of restoring',
      conflict: {
        code: 'tenant.subdomain_taken',
        field: 'subdomain',
        message: 'This subdomain is taken.',
      },
    },
    {
      fields: { reservation: 1, deletedAt: 1, createdAt: -1, _id: -1 },
      serves: 'GET /tenants of the platform, and the sweeper of reservations',
    },
    { fields: { tenantId: 1 }, serves: 'every access through the tenant of a path' },
  ],
});

/** The tenants of a user, for `GET /tenants`: those that they made. */
export const members = globalCollection<{ tenantId: string; userId: string }>({
  name: 'members',
  fields: { tenantId: text, userId: text },
  indexes: [
    { fields: { userId: 1, tenantId: 1 }, unique: true, serves: 'GET /tenants of one user' },
    { fields: { tenantId: 1 }, serves: 'the end of a tenant' },
  ],
});
