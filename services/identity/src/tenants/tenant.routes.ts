import { TENANT_STATUSES } from '@siteninja/core';
import { ok } from '@siteninja/http';
import { s } from '@siteninja/schema';
import { route } from '../context';
import { updateTenant } from './tenant';

export const tenantStateFields = {
  name: s.string({ max: 255 }),
  status: s.enum(...TENANT_STATUSES),
  deleted: s.boolean(),
  revision: s.integer({ min: 1 }),
};

export const internalTenantRoutes = [
  route({
    method: 'put',
    path: '/internal/tenants/:tenantId',
    summary: 'Say what a tenant is now',
    allow: { services: ['tenant'] },
    body: s.object(tenantStateFields),
    returns: ok(s.object({})),
    handle: (ctx, { body }) => updateTenant(ctx, body),
  }),
];
