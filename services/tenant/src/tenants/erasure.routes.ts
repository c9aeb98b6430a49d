import { calls } from '@siteninja/contracts';
import { ok } from '@siteninja/http';
import { internalRoute, route } from '../context';
import { getErasure, keepReceipt } from './erase-tenant';
import { erasure } from './erasure.schema';

export const erasureRoutes = [
  route({
    method: 'get',
    path: '/erasures/:erasureId',
    summary: 'Read how far the erasure of a tenant has come',
    description:
      'Each service deletes what it holds and leaves a receipt. The audit log stays as a chain of hashes without personal data, which GET /tenants/{tenantId}/audit-logs/verify still verifies.',
    allow: 'super_admin',
    returns: ok(erasure),
    errors: ['erasure.not_found'],
    handle: (ctx, { params }) => getErasure(ctx, params.erasureId),
  }),
];

export const internalErasureRoutes = [
  internalRoute(calls.reportErasure, (ctx, { body }) => keepReceipt(ctx, body)),
];
