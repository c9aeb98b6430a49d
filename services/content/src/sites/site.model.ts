import { type TenantStatus } from '@siteninja/core';
import { globalCollection, tenantCollection, type TenantRow } from '@siteninja/mongo';
import { type SiteBranding } from '../markup/site';

/** What the site shows of its tenant: a projection of the tenant's events. */
export interface TenantFacts {
  name: string;
  businessName: string;
  description?: string;
  contactPhone?: string;
  contactEmail?: string;
  businessHours: Record<string, string>;
}

/** One a tenant: what its releases are made with, and which of them is live. */
export interface Site {
  /** Null until the tenant's own events have arrived. */
  facts: TenantFacts | null;
  /** Scheme, host and port of the tenant's main address. */
  origin: string | null;
  /** Revision of the tenant that `facts`, `origin`, `tenantStatus` and the hosts are from. */
  tenantRevision: number;
  tenantStatus: TenantStatus;
  isTenantDeleted: boolean;
  branding: SiteBranding | null;
  brandingRevision: number;
  /** Whether the first drafts have been made. */
  isSeeded: boolean;
  /** The pointer to what visitors see; moved by compare-and-set. */
  liveReleaseId: string | null;
  releaseCount: number;
}
export type SiteRow = TenantRow<Site>;

const count = { type: Number, default: 0 };
const flag = { type: Boolean, default: false };

export const sites = tenantCollection<Site>({
  name: 'sites',
  fields: {
    facts: { type: Object, default: null },
    origin: { type: String, default: null },
    tenantRevision: count,
    tenantStatus: { type: String, default: 'trial' },
    isTenantDeleted: flag,
    branding: { type: Object, default: null },
    brandingRevision: count,
    isSeeded: flag,
    liveReleaseId: { type: String, default: null },
    releaseCount: count,
  },
  indexes: [{ fields: { tenantId: 1 }, unique: true, serves: 'one a tenant; every look at a site' }],
});

/** Which host leads to whose site: a projection of the verified domains. */
export const hosts = globalCollection<{ host: string; tenantId: string }>({
  name: 'hosts',
  fields: { host: { type: String, required: true }, tenantId: { type: String, required: true } },
  indexes: [
    { fields: { host: 1 }, unique: true, serves: 'whose site a visitor asks for' },
    { fields: { tenantId: 1 }, serves: 'the hosts of a tenant, when its site changes' },
  ],
});
