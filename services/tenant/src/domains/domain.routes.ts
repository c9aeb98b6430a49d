import { listOf, listQuery, ok } from '@siteninja/http';
import { s } from '@siteninja/schema';
import { route } from '../context';
import { getDomain, listDomains } from './domain';

export const domain = s.object({
  id: s.uuid(),
  tenantId: s.uuid(),
  domain: s.string(),
  isSubdomain: s.boolean(),
  isVerified: s.boolean(),
  isPrimary: s.boolean(),
  dnsConfigured: s.boolean(),
  sslEnabled: s.boolean(),
  verifiedAt: s.nullable(s.dateTime()),
  lastCheckedAt: s.nullable(s.dateTime()),
  verificationToken: s.nullable(s.string()),
  dnsRecords: s.array(s.object({ type: s.enum('TXT', 'CNAME'), name: s.string(), value: s.string() })),
  createdAt: s.dateTime(),
  updatedAt: s.dateTime(),
});

export const domainRoutes = [
  route({
    method: 'get',
    path: '/tenants/:tenantId/domains',
    summary: 'List the domains of a tenant',
    allow: 'read:domains',
    query: listQuery({ sort: ['createdAt', 'domain'], filters: {} }),
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
