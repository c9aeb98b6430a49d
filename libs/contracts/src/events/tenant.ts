import { TENANT_STATUSES } from '@siteninja/core';
import { pick, s } from '@siteninja/schema';
import { defineEvents } from '../define-events';
import { branding } from './branding';
import { domain } from './domain';
import { subscription } from './subscription';

const hours = s.optional(s.string({ max: 100 }));

/** Day of the week to text, such as `9:00-17:00`. */
export const businessHours = s.object({
  monday: hours,
  tuesday: hours,
  wednesday: hours,
  thursday: hours,
  friday: hours,
  saturday: hours,
  sunday: hours,
});

/** The language of a site whose tenant has named none. */
export const DEFAULT_LOCALE = 'en';

/** What the owner of a business says of it. */
const profile = {
  name: s.string({ max: 255 }),
  businessName: s.string({ max: 255 }),
  businessType: s.string({ max: 100 }),
  description: s.default(s.nullable(s.string({ min: 0, max: 5_000 })), null),
  contactPhone: s.default(s.nullable(s.string({ max: 50 })), null),
  contactEmail: s.default(s.nullable(s.email()), null),
  locale: s.describe(
    s.default(s.locale(), DEFAULT_LOCALE),
    'The language of the site and of its fixed words (BCP 47).',
  ),
  timeZone: s.default(s.nullable(s.timeZone()), null),
};

/** What a tenant shows of its subscription. */
export const tenantSubscription = s.named(
  'TenantSubscription',
  pick(subscription, 'id', 'plan', 'status', 'trialEndsAt', 'currentPeriodEnd', 'limits'),
);

/** A business with its site, and all that belongs to it. */
export const tenant = s.tenantResource('Tenant', {
  ...profile,
  businessHours,
  subdomain: s.string({ max: 63 }),
  customDomain: s.describe(s.nullable(s.string({ max: 253 })), 'The primary domain, once it is verified.'),
  status: s.enum(...TENANT_STATUSES),
  templateId: s.nullable(s.uuid()),
  trialEndsAt: s.nullable(s.dateTime()),
  siteUrl: s.string(),
  deletedAt: s.nullable(s.dateTime()),
  branding: s.nullable(branding),
  subscription: s.nullable(tenantSubscription),
  domains: s.array(domain),
});

/** Who was erased, and nothing of what they were. */
const erasedTenant = s.named('ErasedTenant', s.object({ id: s.uuid(), tenantId: s.uuid() }));

export const tenantEvents = {
  ...defineEvents('tenant', tenant, {
    created: 'create',
    updated: 'update',
    deleted: 'delete',
    restored: 'restore',
  }),
  ...defineEvents('tenant', erasedTenant, { erased: 'erase' }),
};

/** What a tenant is created from: the body of POST /tenants, and a part of POST /auth/register. */
export const newTenant = s.named(
  'NewTenant',
  s.object({
    ...profile,
    businessHours: s.default(s.nullable(businessHours), null),
    subdomain: s.describe(
      s.default(
        s.nullable(
          s.string({
            min: 3,
            max: 63,
            pattern: /^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/,
            must: 'be letters and digits (A-Z, a-z, 0-9), with hyphens only between them',
          }),
        ),
        null,
      ),
      'A DNS label (RFC 1035), kept in lower case; proposed from the name when absent.',
    ),
    customDomain: s.default(s.nullable(s.domainName()), null),
    templateId: s.default(s.nullable(s.uuid()), null),
  }),
);
