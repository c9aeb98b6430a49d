import { calls } from '@siteninja/contracts';
import { internalRoute } from '../context';
import { countApiRequests } from './count-api-requests';

export const internalApiRequestRoutes = [
  internalRoute(calls.countApiRequests, (ctx, { body }) => countApiRequests(ctx, body)),
];
