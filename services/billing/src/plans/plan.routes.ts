import { listOf, singlePage } from '@siteninja/http';
import { route } from '../context';
import { listPlans } from './plan';
import { plan } from './plan.schema';

export const planRoutes = [
  route({
    method: 'get',
    path: '/plans',
    summary: 'List the plans a tenant can be on',
    allow: 'public',
    returns: listOf(plan),
    handle: async (ctx) => singlePage(await listPlans(ctx)),
  }),
];
