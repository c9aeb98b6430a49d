import { TENANT_STATUSES } from '@siteninja/core';
import { created, listOf, listQuery, noContent, ok } from '@siteninja/http';
import {
  anyObject,
  domainName,
  email,
  flag,
  integer,
  list,
  moment,
  nullable,
  oneOf,
  optional,
  patchOf,
  shape,
  text,
  uuid,
} from '@siteninja/schema';
import { branding } from '../branding/branding.routes';
import { route } from '../context';
import { domain } from '../domains/domain.routes';
import { activated, createTenant, releaseReservation, reserveTenant } from './create-tenant';
import { deleteTenant, getTenant, listTenants, restoreTenant, updateTenant } from './tenant';

const hours = optional(text({ max: 100 }));
const businessHours = shape({
  monday: hours,
  tuesday: hours,
  wednesday: hours,
  thursday: hours,
  friday: hours,
  saturday: hours,
  sunday: hours,
});

const changeable = {
  name: text({ max: 255 }),
  businessName: text({ max: 255 }),
  businessType: text({ max: 100 }),
  description: optional(nullable(text({ min: 0, max: 5_000 }))),
  contactPhone: optional(nullable(text({ max: 50 }))),
  contactEmail: optional(nullable(email())),
  businessHours: optional(nullable(businessHours)),
};

export const newTenant = shape({
  ...changeable,
  /** A DNS label (RFC 1035), lower-cased; proposed from the name when absent. */
  subdomain: optional(
    nullable(text({ min: 3, max: 63, pattern: /^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/ })),
  ),
  customDomain: optional(nullable(domainName())),
  templateId: optional(nullable(uuid())),
});

const tenantChange = patchOf(shape({ ...changeable, status: oneOf(...TENANT_STATUSES) }));

const summaryFields = {
  id: uuid(),
  tenantId: uuid(),
  name: text(),
  businessName: text(),
  businessType: text(),
  description: nullable(text({ min: 0 })),
  subdomain: text(),
  customDomain: nullable(text()),
  contactPhone: nullable(text()),
  contactEmail: nullable(text()),
  businessHours,
  status: oneOf(...TENANT_STATUSES),
  templateId: nullable(uuid()),
  trialEndsAt: nullable(moment()),
  siteUrl: text(),
  createdAt: moment(),
  updatedAt: moment(),
  deletedAt: nullable(moment()),
};

const subscription = shape({
  id: uuid(),
  plan: text(),
  status: oneOf(...TENANT_STATUSES),
  trialEndsAt: nullable(moment()),
  currentPeriodEnd: nullable(moment()),
  limits: anyObject(),
});

export const tenant = shape({
  ...summaryFields,
  branding: nullable(branding),
  subscription: nullable(subscription),
  domains: list(domain),
});

const tenantQuery = listQuery({
  sort: ['createdAt', 'name', 'businessName', 'updatedAt'],
  filters: {
    status: optional(oneOf(...TENANT_STATUSES)),
    businessType: optional(text({ max: 100 })),
    search: optional(text({ max: 255 })),
    includeDeleted: optional(flag()),
  },
});

export const tenantRoutes = [
  route({
    method: 'get',
    path: '/tenants',
    summary: 'List the tenants you belong to',
    allow: 'signed_in',
    query: tenantQuery,
    returns: listOf(shape(summaryFields)),
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
    handle: (ctx, { body }) => createTenant(ctx, body),
  }),
  route({
    method: 'get',
    path: '/tenants/:tenantId',
    summary: 'Read a tenant with its branding, subscription and domains',
    allow: 'read:tenants',
    worksWhen: ['deleted'],
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
    handle: (ctx, { body }) => updateTenant(ctx, body),
  }),
  route({
    method: 'delete',
    path: '/tenants/:tenantId',
    summary: 'Delete a tenant; it can be restored for 30 days',
    allow: 'delete:tenants',
    worksWhen: ['read_only'],
    returns: noContent(),
    emits: ['tenant.deleted'],
    handle: (ctx) => deleteTenant(ctx),
  }),
  route({
    method: 'post',
    path: '/tenants/:tenantId/restore',
    summary: 'Bring a deleted tenant back',
    allow: 'write:tenants',
    worksWhen: ['deleted', 'read_only'],
    returns: ok(tenant),
    emits: ['tenant.restored'],
    handle: (ctx) => restoreTenant(ctx),
  }),
];

const actor = shape({
  userId: uuid(),
  ipAddress: optional(text()),
  userAgent: optional(text({ min: 0 })),
});

/** The steps of a registration that makes a tenant, which identity leads. */
export const internalTenantRoutes = [
  route({
    method: 'post',
    path: '/internal/tenant-reservations',
    summary: 'Reserve a tenant for somebody who is registering',
    allow: { services: ['identity'] },
    body: shape({ tenant: newTenant, actor }),
    returns: ok(shape({ id: uuid(), name: text(), status: text(), revision: integer() })),
    handle: async (ctx, { body }) => {
      const from = { ...body.actor, type: 'user' as const };
      const row = await reserveTenant(ctx, body.tenant, from, body.actor.userId);
      return { id: row._id, name: row.name, status: row.status, revision: row.revision };
    },
  }),
  route({
    method: 'post',
    path: '/internal/tenants/:tenantId/activate',
    summary: 'Finish a reserved tenant',
    allow: { services: ['identity'] },
    returns: ok(tenant),
    emits: ['tenant.created'],
    handle: (ctx) => activated(ctx),
  }),
  route({
    method: 'delete',
    path: '/internal/tenants/:tenantId/reservation',
    summary: 'Give up a reservation',
    allow: { services: ['identity'] },
    returns: noContent(),
    handle: (ctx, { params }) => releaseReservation(ctx, params.tenantId),
  }),
];
