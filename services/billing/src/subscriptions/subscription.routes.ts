import { ok } from '@siteninja/http';
import { route } from '../context';
import { getSubscription } from './subscription';
import { subscriptionWithUsage } from './subscription.schema';

export const subscriptionRoutes = [
  route({
    method: 'get',
    path: '/tenants/:tenantId/subscription',
    summary: 'Read the plan that a tenant is on, its limits, and what is used of them',
    allow: 'read:billing',
    returns: ok(subscriptionWithUsage),
    errors: ['subscription.not_found'],
    handle: (ctx) => getSubscription(ctx),
  }),
];
