import { TENANT_STATUSES } from '@siteninja/core';
import { pick, s } from '@siteninja/schema';
import { DEFAULT_LOCALE, newTenant, tenant } from '../events/tenant';
import { internalCall } from './call';

const actor = s.object({
  userId: s.uuid(),
  ipAddress: s.optional(s.string()),
  userAgent: s.optional(s.string({ min: 0 })),
});

/** The first of the three steps in which a tenant is created: the subdomain is held. Refusals name the fields. */
export const reserveTenant = internalCall({
  service: 'tenant',
  method: 'post',
  path: '/internal/tenant-reservations',
  summary: 'Reserve a tenant for a user who registers',
  callers: ['identity'],
  body: s.object({ tenant: newTenant, actor }),
  answer: s.object({
    id: s.uuid(),
    name: s.string(),
    status: s.enum(...TENANT_STATUSES),
    revision: s.integer(),
    locale: s.default(s.locale(), DEFAULT_LOCALE),
  }),
});

/** The last step. Of a tenant that is active already it answers the same. */
export const activateTenant = internalCall({
  service: 'tenant',
  method: 'post',
  path: '/internal/tenants/:tenantId/activate',
  summary: 'Activate a reserved tenant',
  callers: ['identity'],
  answer: s.anyObject(),
  emits: ['tenant.created'],
});

export const releaseTenant = internalCall({
  service: 'tenant',
  method: 'delete',
  path: '/internal/tenants/:tenantId/reservation',
  summary: 'Release a reserved tenant',
  callers: ['identity'],
});

/** For sites that are older than content's knowledge of it. Of tenants that do not exist nothing is said. */
export const listBusinessTypes = internalCall({
  service: 'tenant',
  method: 'post',
  path: '/internal/business-types',
  summary: 'Read in which industries tenants are',
  callers: ['content'],
  body: s.object({ tenantIds: s.array(s.uuid(), { max: 100 }) }),
  answer: s.object({
    items: s.array(s.object({ tenantId: s.uuid(), ...pick(tenant, 'businessType').fields })),
  }),
});
