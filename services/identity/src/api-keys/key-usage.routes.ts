import { calls } from '@siteninja/contracts';
import { internalRoute } from '../context';
import { countKeyUsage } from './key-usage';

export const internalKeyUsageRoutes = [
  internalRoute(calls.countKeyUsage, (ctx, { body }) => countKeyUsage(ctx, body)),
];
