import { calls } from '@siteninja/contracts';
import { internalRoute } from '../context';
import { syncTenant } from './tenant';

export const internalTenantRoutes = [
  internalRoute(calls.syncTenant, (ctx, { body }) => syncTenant(ctx, body)),
];
