import { calls } from '@siteninja/contracts';
import { internalRoute } from '../context';
import { grantsFor } from './grant';

export const internalGrantRoutes = [
  internalRoute(calls.getGrants, (ctx, { body }) => grantsFor(ctx, body.credential, body.tenantId)),
];
