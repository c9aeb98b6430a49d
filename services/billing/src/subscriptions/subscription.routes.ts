import { TENANT_STATUSES } from '@siteninja/core';
import { ok } from '@siteninja/http';
import { described, flag, integer, moment, nullable, oneOf, shape, text, uuid } from '@siteninja/schema';
import { route } from '../context';
import { PLAN_KEYS } from '../plans/plan.model';
import { limits } from '../plans/plan.routes';
import { getSubscription } from './subscription';
import { INTERVALS } from './subscription.model';

const usage = shape({
  pages: described(integer({ min: 0 }), 'Pages that are not deleted.'),
  storageBytes: described(integer({ min: 0 }), 'Bytes of the files as they were uploaded.'),
});

const subscription = shape({
  id: uuid(),
  tenantId: uuid(),
  plan: oneOf(...PLAN_KEYS),
  planId: uuid(),
  interval: oneOf(...INTERVALS),
  status: oneOf(...TENANT_STATUSES),
  currentPeriodStart: moment(),
  currentPeriodEnd: moment(),
  trialEndsAt: nullable(moment()),
  cancelAtPeriodEnd: flag(),
  provider: nullable(text()),
  limits,
  usage: described(usage, 'Counted from events: up to a second behind.'),
  createdAt: moment(),
  updatedAt: moment(),
});

export const subscriptionRoutes = [
  route({
    method: 'get',
    path: '/tenants/:tenantId/subscription',
    summary: 'Read the plan that a tenant is on, its limits, and what is used of them',
    allow: 'read:billing',
    returns: ok(subscription),
    handle: (ctx) => getSubscription(ctx),
  }),
];
