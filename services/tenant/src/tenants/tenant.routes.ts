import { calls } from '@siteninja/contracts';
import { TENANT_STATUSES } from '@siteninja/core';
import { created, listOf, listQuery, noContent, ok } from '@siteninja/http';
import { partial, s } from '@siteninja/schema';
import { branding } from '../branding/branding.routes';
import { internalRoute, route } from '../context';
import { domain } from '../domains/domain.routes';
import { activated, createTenant, releaseReservation, reserveTenant } from './create-tenant';
import { deleteTenant, getTenant, listTenants, restoreTenant, updateTenant } from './tenant';

const hours = s.optional(s.string({ max: 100 }));
const businessHours = s.object({
  monday: hours,
  tuesday: hours,
  wednesday: hours,
  thursday: hours,
  friday: hours,
  saturday: hours,
  sunday: hours,
});

const changeable = {
  name: s.string({ max: 255 }),
  businessName: s.string({ max: 255 }),
  businessType: s.string({ max: 100 }),
  description: s.optional(s.nullable(s.string({ min: 0, max: 5_000 }))),
  contactPhone: s.optional(s.nullable(s.string({ max: 50 }))),
  contactEmail: s.optional(s.nullable(s.email())),
  businessHours: s.optional(s.nullable(businessHours)),
};

export const newTenant = s.object({
  ...changeable,
  /** A DNS label (RFC 1035), lower-cased; proposed from the name when absent. */
  subdomain: s.optional(
    s.nullable(s.string({ min: 3, max: 63, pattern: /^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/ })),
  ),
  customDomain: s.optional(s.nullable(s.domainName())),
  templateId: s.optional(s.nullable(s.uuid())),
});

const tenantChange = partial(s.object({ ...changeable, status: s.enum(...TENANT_STATUSES) }));

const summaryFields = {
  id: s.uuid(),
  tenantId: s.uuid(),
  name: s.string(),
  businessName: s.string(),
  businessType: s.string(),
  description: s.nullable(s.string({ min: 0 })),
  subdomain: s.string(),
  customDomain: s.nullable(s.string()),
  contactPhone: s.nullable(s.string()),
  contactEmail: s.nullable(s.string()),
  businessHours,
  status: s.enum(...TENANT_STATUSES),
  templateId: s.nullable(s.uuid()),
  trialEndsAt: s.nullable(s.dateTime()),
  siteUrl: s.string(),
  createdAt: s.dateTime(),
  updatedAt: s.dateTime(),
  deletedAt: s.nullable(s.dateTime()),
};

const subscription = s.object({
  id: s.uuid(),
  plan: s.string(),
  status: s.enum(...TENANT_STATUSES),
  trialEndsAt: s.nullable(s.dateTime()),
  currentPeriodEnd: s.nullable(s.dateTime()),
  limits: s.anyObject(),
});

export const tenant = s.object({
  ...summaryFields,
  branding: s.nullable(branding),
  subscription: s.nullable(subscription),
  domains: s.array(domain),
});

const tenantQuery = listQuery({
  sort: ['createdAt', 'name', 'businessName', 'updatedAt'],
  filters: {
    status: s.optional(s.enum(...TENANT_STATUSES)),
    businessType: s.optional(s.string({ max: 100 })),
    search: s.optional(s.string({ max: 255 })),
    includeDeleted: s.optional(s.boolean()),
  },
});

export const tenantRoutes = [
  route({
    method: 'get',
    path: '/tenants',
    summary: 'List the tenants you belong to',
    allow: 'signed_in',
    query: tenantQuery,
    returns: listOf(s.object(summaryFields)),
    handle: (ctx, { query }) => listTenants(ctx, query),
  }),
  route({
    method: 'post',
    path: '/tenants',
    summary: 'Create a tenant, of which you are the admin',
    allow: 'user',
    body: newTenant,
    returns: created(tenant),
    emits: ['tenant.created'],
    example: { name: 'Harbor', businessName: 'Harbor Plumbing Ltd', businessType: 'Plumbing' },
    errors: ['auth.forbidden', 'tenant.subdomain_taken'],
    handle: (ctx, { body }) => createTenant(ctx, body),
  }),
  route({
    method: 'get',
    path: '/tenants/:tenantId',
    summary: 'Read a tenant with its branding, subscription and domains',
    allow: 'read:tenants',
    allowedTenantStates: ['deleted'],
    returns: ok(tenant),
    handle: (ctx) => getTenant(ctx),
  }),
  route({
    method: 'put',
    path: '/tenants/:tenantId',
    summary: 'Change a tenant; its subdomain and domains are changed elsewhere',
    allow: 'write:tenants',
    body: tenantChange,
    returns: ok(tenant),
    emits: ['tenant.updated'],
    example: { contactPhone: '+44 20 7946 0018', businessHours: { monday: '8:00-18:00' } },
    errors: ['tenant.status_forbidden', 'request.precondition_failed'],
    handle: (ctx, { body }) => updateTenant(ctx, body),
  }),
  route({
    method: 'delete',
    path: '/tenants/:tenantId',
    summary: 'Delete a tenant; it can be restored for 30 days',
    allow: 'delete:tenants',
    allowedTenantStates: ['read_only'],
    returns: noContent(),
    emits: ['tenant.deleted'],
    errors: ['request.precondition_failed'],
    handle: (ctx) => deleteTenant(ctx),
  }),
  route({
    method: 'post',
    path: '/tenants/:tenantId/restore',
    summary: 'Bring a deleted tenant back',
    allow: 'write:tenants',
    allowedTenantStates: ['deleted', 'read_only'],
    returns: ok(tenant),
    emits: ['tenant.restored'],
    errors: ['tenant.not_deleted'],
    handle: (ctx) => restoreTenant(ctx),
  }),
];

/** The steps of a registration that makes a tenant, which identity leads. */
export const internalTenantRoutes = [
  internalRoute(calls.reserveTenant, async (ctx, { body: { tenant, actor } }) => {
    const row = await reserveTenant(ctx, tenant, { ...actor, type: 'user' }, actor.userId);
    return { id: row._id, name: row.name, status: row.status, revision: row.revision };
  }),
  internalRoute(calls.activateTenant, (ctx) => activated(ctx)),
  internalRoute(calls.releaseTenant, (ctx, { params }) => releaseReservation(ctx, params.tenantId)),
];
