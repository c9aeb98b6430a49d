import { DEFAULT_LOCALE } from '@siteninja/contracts';
import { TENANT_STATUSES } from '@siteninja/core';
import { type Consumer, readEvent, readFields } from '@siteninja/events';
import { type Infer, s } from '@siteninja/schema';
import { type ContentCtx } from '../context';
import { type SiteBranding } from '../markup/site';
import { applyBranding, applyTenant, seedDrafts, type TenantSnapshot } from './tenant';

const tenant = s.object({
  name: s.string(),
  businessName: s.string(),
  description: s.nullable(s.string({ min: 0 })),
  contactPhone: s.nullable(s.string()),
  contactEmail: s.nullable(s.string()),
  businessHours: s.record(s.string()),
  // Absent from the events of a tenant service that is older than these fields.
  locale: s.default(s.string(), DEFAULT_LOCALE),
  timeZone: s.default(s.nullable(s.string()), null),
  status: s.enum(...TENANT_STATUSES),
  templateId: s.nullable(s.uuid()),
  siteUrl: s.string(),
  deletedAt: s.nullable(s.string()),
  domains: s.array(s.anyObject()),
  branding: s.nullable(s.anyObject()),
});

const domain = s.object({ domain: s.string(), isVerified: s.boolean() });

const branding = s.object({
  primaryColor: s.string(),
  secondaryColor: s.string(),
  accentColor: s.string(),
  backgroundColor: s.string(),
  textColor: s.string(),
  fontFamily: s.string(),
  headingFontFamily: s.string(),
  logoAssetId: s.nullable(s.uuid()),
  faviconAssetId: s.nullable(s.uuid()),
});

/** Keeps what a site shows of its tenant, and creates a new tenant's first drafts. */
export const siteProjection: Consumer<ContentCtx> = {
  name: 'sites',
  types: [
    'tenant.created',
    'tenant.updated',
    'tenant.deleted',
    'tenant.restored',
    'branding.updated',
    'branding.reset',
  ],
  handle: async (tx, event) => {
    if (event.type === 'branding.updated' || event.type === 'branding.reset') {
      await applyBranding(tx, event.resource.version, readBranding(event.data));
      return;
    }
    const data = readEvent(tenant, event);
    await applyTenant(tx, snapshotOf(event.resource.version, data));
    if (event.type === 'tenant.created') await seedDrafts(tx, data.templateId);
  },
};

function snapshotOf(version: number, data: Infer<typeof tenant>): TenantSnapshot {
  const { name, businessName, businessHours, locale } = data;
  const { description, contactPhone, contactEmail, timeZone } = data;
  const domains = data.domains.map((each) => readFields(domain, each, 'a domain'));
  return {
    version,
    facts: {
      name,
      businessName,
      businessHours,
      locale,
      ...present({ description, contactPhone, contactEmail, timeZone }),
    },
    origin: data.siteUrl.replace(/\/$/, ''),
    status: data.status,
    isDeleted: data.deletedAt !== null,
    hosts: domains.filter(({ isVerified }) => isVerified).map((each) => each.domain),
    branding: data.branding && readBranding(data.branding),
  };
}

function readBranding(data: Record<string, unknown>): SiteBranding {
  const { logoAssetId, faviconAssetId, ...rest } = readFields(branding, data, 'branding');
  return { ...rest, ...present({ logoAssetId, faviconAssetId }) };
}

/** The values that are there. */
function present<K extends string>(values: Record<K, string | null>): Partial<Record<K, string>> {
  const result: Partial<Record<K, string>> = {};
  for (const name in values) {
    const value = values[name];
    if (value !== null && value !== '') result[name] = value;
  }
  return result;
}
