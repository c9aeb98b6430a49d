import { businessHours, newTenant, tenant } from '@siteninja/contracts';
import { TENANT_STATUSES } from '@siteninja/core';
import { type Infer, type InferFields, omit, partial, pick, s } from '@siteninja/schema';

export { newTenant, tenant };
export type NewTenant = Infer<typeof newTenant>;

/** A tenant as lists show it. */
export const tenantSummary = s.named('TenantSummary', omit(tenant, 'branding', 'subscription', 'domains'));

export const tenantChange = partial(
  s.object({
    ...pick(tenant, 'name', 'businessName', 'businessType', 'description').fields,
    ...pick(tenant, 'contactPhone', 'contactEmail', 'locale', 'timeZone', 'status').fields,
    businessHours: s.nullable(businessHours),
  }),
);
export type TenantChange = Infer<typeof tenantChange>;

export const tenantFilters = {
  status: s.optional(s.enum(...TENANT_STATUSES)),
  businessType: s.optional(s.string({ max: 100 })),
  search: s.optional(s.string({ max: 255 })),
  includeDeleted: s.optional(s.boolean()),
};
export type TenantFilters = InferFields<typeof tenantFilters>;
