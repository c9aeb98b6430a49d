import { calls } from '@siteninja/contracts';
import { accepted, created, listOf, listQuery, noContent, ok, Result } from '@siteninja/http';
import { s } from '@siteninja/schema';
import { internalRoute, route } from '../context';
import { activateTenant, createTenant, releaseReservation, reserveTenant } from './create-tenant';
import { eraseTenant } from './erase-tenant';
import { erasure } from './erasure.schema';
import {
  deleteTenant,
  getTenant,
  listBusinessTypes,
  listTenants,
  restoreTenant,
  updateTenant,
} from './tenant';
import { newTenant, tenant, tenantChange, tenantFilters, tenantSummary } from './tenant.schema';

export const tenantRoutes = [
  route({
    method: 'get',
    path: '/tenants',
    summary: 'List the tenants you belong to',
    description: 'An API key needs the permission `read:tenants`, and sees its own tenant.',
    allow: 'signed_in',
    errors: ['auth.forbidden'],
    query: listQuery({ sort: ['createdAt', 'name', 'businessName', 'updatedAt'], filters: tenantFilters }),
    returns: listOf(tenantSummary),
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
    cached: true,
    handle: (ctx) => getTenant(ctx),
  }),
  route({
    method: 'put',
    path: '/tenants/:tenantId',
    summary: 'Update a tenant, but not its subdomain or domains',
    allow: 'write:tenants',
    body: tenantChange,
    current: (ctx) => getTenant(ctx),
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
    description:
      'With `hard=true`, by a super_admin, everything of the tenant is erased for good, also of one that is deleted already: 202 with the erasure, whose `Location` tells how far it has come. Its members keep their own accounts, its subdomain becomes free.',
    allow: 'delete:tenants',
    allowedTenantStates: ['read_only', 'erased'],
    query: s.object({ hard: s.default(s.boolean(), false) }),
    returns: noContent(),
    alsoReturns: accepted(erasure),
    emits: ['tenant.deleted', 'tenant.erased'],
    errors: ['request.precondition_failed'],
    handle: async (ctx, { query: { hard } }) => {
      if (!hard) return deleteTenant(ctx);
      const made = await eraseTenant(ctx);
      const Location = `/api/erasures/${made.id}`;
      return new Result(made, { returns: accepted(erasure), headers: { Location } });
    },
  }),
  route({
    method: 'post',
    path: '/tenants/:tenantId/restore',
    summary: 'Restore a deleted tenant',
    allow: 'write:tenants',
    allowedTenantStates: ['deleted', 'read_only'],
    returns: ok(tenant),
    emits: ['tenant.restored'],
    errors: ['tenant.not_deleted', 'tenant.deleted'],
    handle: (ctx) => restoreTenant(ctx),
  }),
];

/** The steps in which a registration creates its tenant; identity leads them. */
export const internalTenantRoutes = [
  internalRoute(calls.reserveTenant, async (ctx, { body: { tenant, actor } }) => {
    const row = await reserveTenant(ctx, tenant, actor);
    return { id: row._id, name: row.name, status: row.status, revision: row.revision, locale: row.locale };
  }),
  internalRoute(calls.activateTenant, (ctx) => activateTenant(ctx)),
  internalRoute(calls.listBusinessTypes, (ctx, { body }) => listBusinessTypes(ctx, body.tenantIds)),
  internalRoute(calls.releaseTenant, (ctx, { params }) => releaseReservation(ctx, params.tenantId)),
];
