import { tenantCollection, type TenantRow } from '@siteninja/mongo';

/** One host by which a tenant's site is found, or is claimed to be. */
export interface Domain {
  /** Lower case, punycode, without port. */
  domain: string;
  /** Under BASE_DOMAIN: given with the tenant, and verified by that. */
  isSubdomain: boolean;
  isVerified: boolean;
  verificationToken: string;
  dnsConfigured: boolean;
  sslEnabled: boolean;
  isPrimary: boolean;
  verifiedAt: Date | null;
  lastCheckedAt: Date | null;
}
export type DomainRow = TenantRow<Domain>;

const flag = { type: Boolean, required: true };

export const domains = tenantCollection<Domain>({
  name: 'domains',
  fields: {
    domain: { type: String, required: true },
    isSubdomain: flag,
    isVerified: flag,
    verificationToken: { type: String, required: true },
    dnsConfigured: flag,
    sslEnabled: flag,
    isPrimary: flag,
    verifiedAt: { type: Date, default: null },
    lastCheckedAt: { type: Date, default: null },
  },
  indexes: [
    {
      fields: { domain: 1 },
      unique: true,
      where: { isVerified: true },
      serves: 'of all who claim a domain one at most owns it',
      conflict: {
        code: 'domain.taken',
        field: 'domain',
        message: 'Another tenant has proved that it owns this domain.',
      },
    },
    { fields: { tenantId: 1, createdAt: -1 }, serves: 'GET /tenants/:tenantId/domains' },
  ],
});
