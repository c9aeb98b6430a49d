import { listOf, listQuery, ok } from '@siteninja/http';
import { flag, list, moment, nullable, oneOf, shape, text, uuid } from '@siteninja/schema';
import { route } from '../context';
import { getDomain, listDomains } from './domain';

export const domain = shape({
  id: uuid(),
  tenantId: uuid(),
  domain: text(),
  isSubdomain: flag(),
  isVerified: flag(),
  isPrimary: flag(),
  dnsConfigured: flag(),
  sslEnabled: flag(),
  verifiedAt: nullable(moment()),
  lastCheckedAt: nullable(moment()),
  verificationToken: nullable(text()),
  dnsRecords: list(shape({ type: oneOf('TXT', 'CNAME'), name: text(), value: text() })),
  createdAt: moment(),
  updatedAt: moment(),
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
    handle: (ctx, { params }) => getDomain(ctx, params.domainId),
  }),
];
