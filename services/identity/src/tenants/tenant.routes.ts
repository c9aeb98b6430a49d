import { calls } from '@siteninja/contracts';
import { internalRoute } from '../context';
import { updateTenant } from './tenant';

export const internalTenantRoutes = [
  internalRoute(calls.syncTenant, (ctx, { body }) => updateTenant(ctx, body)),
];
