import { TENANT_STATUSES } from '@siteninja/core';
import { ok } from '@siteninja/http';
import { flag, integer, oneOf, shape, text } from '@siteninja/schema';
import { route } from '../context';
import { updateTenant } from './tenant';

export const tenantStateFields = {
  name: text({ max: 255 }),
  status: oneOf(...TENANT_STATUSES),
  deleted: flag(),
  revision: integer({ min: 1 }),
};

export const internalTenantRoutes = [
  route({
    method: 'put',
    path: '/internal/tenants/:tenantId',
    summary: 'Say what a tenant is now',
    allow: { services: ['tenant'] },
    body: shape(tenantStateFields),
    returns: ok(shape({})),
    handle: (ctx, { body }) => updateTenant(ctx, body),
  }),
];
