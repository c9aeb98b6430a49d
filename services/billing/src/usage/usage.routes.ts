import { calls } from '@siteninja/contracts';
import { internalRoute } from '../context';
import { keepStorage } from './usage';

export const internalUsageRoutes = [
  internalRoute(calls.reportStorage, (ctx, { body }) => keepStorage(ctx, body)),
];
