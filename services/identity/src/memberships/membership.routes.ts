import { ROLES } from '@siteninja/core';
import { ok } from '@siteninja/http';
import { s } from '@siteninja/schema';
import { route } from '../context';
import { tenantStateFields } from '../tenants/tenant.routes';
import { addMember, hasAdmin } from './membership';

/** Steps in the making of a tenant, which the tenant service leads. */
export const internalMembershipRoutes = [
  route({
    method: 'post',
    path: '/internal/memberships',
    summary: 'Make a user a member of a tenant that is being made',
    allow: { services: ['tenant'] },
    body: s.object({
      tenantId: s.uuid(),
      userId: s.uuid(),
      role: s.enum(...ROLES),
      tenant: s.object(tenantStateFields),
    }),
    returns: ok(s.object({})),
    handle: (ctx, { body }) => addMember(ctx, body),
  }),
  route({
    method: 'get',
    path: '/internal/tenants/:tenantId/admins',
    summary: 'Whether a tenant has an admin',
    allow: { services: ['tenant'] },
    returns: ok(s.object({ exists: s.boolean() })),
    handle: (ctx) => hasAdmin(ctx),
  }),
];
