import { SERVICES } from '@siteninja/core';
import { s } from '@siteninja/schema';
import { internalCall } from './call';

/** A service tells that it holds nothing of a tenant any more. The first report counts. */
export const reportErasure = internalCall({
  service: 'tenant',
  method: 'put',
  path: '/internal/erasures/:tenantId/receipt',
  summary: 'Report that a tenant is erased in a service',
  callers: SERVICES,
  body: s.object({
    documents: s.integer({ min: 0 }),
    files: s.integer({ min: 0 }),
    finishedAt: s.dateTime(),
  }),
});
