import { calls } from '@siteninja/contracts';
import { internalRoute } from '../context';
import { revocationsAfter } from './revocation';

export const internalRevocationRoutes = [
  internalRoute(calls.listRevocations, (ctx, { query }) => revocationsAfter(ctx, query.after)),
];
