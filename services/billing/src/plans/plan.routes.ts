import { listOf, singlePage } from '@siteninja/http';
import { s } from '@siteninja/schema';
import { route } from '../context';
import { listPlans } from './plan';
import { PLAN_KEYS } from './plan.model';

const limit = (what: string) => s.describe(s.nullable(s.integer({ min: 0 })), `${what}; null is no limit.`);
const cents = s.describe(s.integer({ min: 0 }), 'In cents.');

export const limits = s.object({
  pages: limit('Pages that are not deleted'),
  users: limit('Members and invitations'),
  storageBytes: limit('Bytes of pictures and files'),
  aiCredits: limit('AI credits a month'),
  customDomains: limit('Domains besides the subdomain'),
  apiRequests: limit('Requests by API keys a month'),
  versions: limit('Versions kept of each page'),
  premiumTemplates: s.boolean(),
});

const plan = s.object({
  id: s.uuid(),
  key: s.enum(...PLAN_KEYS),
  name: s.string(),
  prices: s.object({ month: cents, year: cents }),
  currency: s.describe(s.string({ min: 3, max: 3 }), 'ISO 4217.'),
  features: s.array(s.string()),
  limits,
  sortOrder: s.integer(),
  createdAt: s.dateTime(),
  updatedAt: s.dateTime(),
});

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
