import { listOf, listQuery, ok } from '@siteninja/http';
import { route } from '../context';
import { getDomain, listDomains } from './domain';
import { domain } from './domain.schema';

export const domainRoutes = [
  route({
    method: 'get',
    path: '/tenants/:tenantId/domains',
    summary: 'List the domains of a tenant',
    allow: 'read:domains',
    query: listQuery({ sort: ['createdAt', 'domain'] }),
    returns: listOf(domain),
    handle: (ctx, { query }) => listDomains(ctx, query),
  }),
  route({
    method: 'get',
    path: '/tenants/:tenantId/domains/:domainId',
    summary: 'Read a domain, with the records that prove it',
    allow: 'read:domains',
    returns: ok(domain),
    errors: ['domain.not_found'],
    handle: (ctx, { params }) => getDomain(ctx, params.domainId),
  }),
];
