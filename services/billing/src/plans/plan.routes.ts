import { listOf, onlyPage } from '@siteninja/http';
import {
  described,
  flag,
  integer,
  list,
  moment,
  nullable,
  oneOf,
  shape,
  text,
  uuid,
} from '@siteninja/schema';
import { route } from '../context';
import { listPlans } from './plan';
import { PLAN_KEYS } from './plan.model';

const limit = (what: string) => described(nullable(integer({ min: 0 })), `${what}; null is no limit.`);
const cents = described(integer({ min: 0 }), 'In cents.');

export const limits = shape({
  pages: limit('Pages that are not deleted'),
  users: limit('Members and invitations'),
  storageBytes: limit('Bytes of pictures and files'),
  aiCredits: limit('AI credits a month'),
  customDomains: limit('Domains besides the subdomain'),
  apiRequests: limit('Requests by API keys a month'),
  versions: limit('Versions kept of each page'),
  premiumTemplates: flag(),
});

const plan = shape({
  id: uuid(),
  key: oneOf(...PLAN_KEYS),
  name: text(),
  prices: shape({ month: cents, year: cents }),
  currency: described(text({ min: 3, max: 3 }), 'ISO 4217.'),
  features: list(text()),
  limits,
  sortOrder: integer(),
  createdAt: moment(),
  updatedAt: moment(),
});

export const planRoutes = [
  route({
    method: 'get',
    path: '/plans',
    summary: 'List the plans a tenant can be on',
    allow: 'public',
    returns: listOf(plan),
    handle: async (ctx) => onlyPage(await listPlans(ctx)),
  }),
];
