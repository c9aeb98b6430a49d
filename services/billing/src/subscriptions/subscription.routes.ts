import { TENANT_STATUSES } from '@siteninja/core';
import { ok } from '@siteninja/http';
import { s } from '@siteninja/schema';
import { route } from '../context';
import { PLAN_KEYS } from '../plans/plan.model';
import { limits } from '../plans/plan.routes';
import { getSubscription } from './subscription';
import { INTERVALS } from './subscription.model';

const usage = s.object({
  pages: s.describe(s.integer({ min: 0 }), 'Pages that are not deleted.'),
  storageBytes: s.describe(s.integer({ min: 0 }), 'Bytes of the files as they were uploaded.'),
});

const subscription = s.object({
  id: s.uuid(),
  tenantId: s.uuid(),
  plan: s.enum(...PLAN_KEYS),
  planId: s.uuid(),
  interval: s.enum(...INTERVALS),
  status: s.enum(...TENANT_STATUSES),
  currentPeriodStart: s.dateTime(),
  currentPeriodEnd: s.dateTime(),
  trialEndsAt: s.nullable(s.dateTime()),
  cancelAtPeriodEnd: s.boolean(),
  provider: s.nullable(s.string()),
  limits,
  usage: s.describe(usage, 'Counted from events: up to a second behind.'),
  createdAt: s.dateTime(),
  updatedAt: s.dateTime(),
});

export const subscriptionRoutes = [
  route({
    method: 'get',
    path: '/tenants/:tenantId/subscription',
    summary: 'Read the plan that a tenant is on, its limits, and what is used of them',
    allow: 'read:billing',
    returns: ok(subscription),
    errors: ['subscription.not_found'],
    handle: (ctx) => getSubscription(ctx),
  }),
];
