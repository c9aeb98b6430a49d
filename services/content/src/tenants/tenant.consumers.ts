import { branding, domain, type DomainEvent, profileFields, tenant } from '@siteninja/contracts';
import { TENANT_STATUSES } from '@siteninja/core';
import { type Consumer, readEvent } from '@siteninja/events';
import { type Infer, pick, s } from '@siteninja/schema';
import { type ContentCtx } from '../context';
import { type SiteBranding, siteBranding } from '../markup/site';
import { contentLimits } from '../sites/tenant-plan.projection';
import { applyLocationEvent } from './location';
import {
  applyBranding,
  applyPlan,
  applyProfile,
  applyTenant,
  seedDrafts,
  type TenantSnapshot,
} from './tenant';

const brandingData = s.object({
  ...siteBranding.fields,
  ...pick(branding, 'logoAssetId', 'faviconAssetId').fields,
});

const tenantData = s.object({
  ...pick(tenant, 'name', 'businessName', 'businessType', 'description').fields,
  ...pick(tenant, 'contactPhone', 'contactEmail').fields,
  ...pick(tenant, 'businessHours', 'locale', 'timeZone', 'status', 'templateId').fields,
  ...pick(tenant, 'siteUrl', 'deletedAt').fields,
  domains: s.array(pick(domain, 'domain', 'isVerified')),
  branding: s.nullable(brandingData),
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
    'profile.updated',
    'location.created',
    'location.updated',
    'location.deleted',
    'location.reordered',
  ],
  handle: async (tx, event) => {
    const { version } = event.resource;
    if (event.type === 'branding.updated' || event.type === 'branding.reset') {
      await applyBranding(tx, version, brandingOf(readEvent(brandingData, event)));
      return;
    }
    if (event.type === 'profile.updated') return applyProfile(tx, version, readEvent(profileFields, event));
    if (event.type.startsWith('location.')) return applyLocationEvent(tx, event);
    const data = readEvent(tenantData, event);
    await applyTenant(tx, snapshotOf(event, data));
    if (event.type === 'tenant.created') await seedDrafts(tx, data.templateId);
  },
};

const planData = s.object({
  status: s.enum(...TENANT_STATUSES),
  limits: contentLimits,
});

/** Keeps what the plan allows, and closes the site of a tenant that no longer pays. */
export const planProjection: Consumer<ContentCtx> = {
  name: 'plans',
  types: ['subscription.created', 'subscription.updated', 'subscription.cancelled', 'subscription.past_due'],
  handle: async (tx, event) => {
    const { id, version } = event.resource;
    await applyPlan(tx, { id, version, ...readEvent(planData, event) });
  },
};

function snapshotOf({ resource, change }: DomainEvent, data: Infer<typeof tenantData>): TenantSnapshot {
  const before = change?.before ?? null;
  const { name, businessName, businessHours, locale } = data;
  const { description, contactPhone, contactEmail, timeZone } = data;
  return {
    version: resource.version,
    facts: {
      name,
      businessName,
      businessHours,
      locale,
      ...present({ description, contactPhone, contactEmail, timeZone }),
    },
    origin: data.siteUrl.replace(/\/$/, ''),
    status: data.status,
    isStatusDecided: before !== null && before.status !== data.status,
    isDeleted: data.deletedAt !== null,
    hosts: data.domains.filter(({ isVerified }) => isVerified).map((each) => each.domain),
    branding: data.branding && brandingOf(data.branding),
    businessType: data.businessType,
  };
}

function brandingOf({ logoAssetId, faviconAssetId, ...rest }: Infer<typeof brandingData>): SiteBranding {
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
