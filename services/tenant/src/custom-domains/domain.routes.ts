import { created, listOf, listQuery, noContent, ok } from '@siteninja/http';
import { route } from '../context';
import { getDomain, listDomains } from '../domains/domain';
import { addDomain, deleteDomain, setPrimaryDomain } from './claim-domain';
import { domain, newDomain } from './domain.schema';
import { verifyDomain } from './verify-domain';

const DOMAINS = '/tenants/:tenantId/domains';

export const domainRoutes = [
  route({
    method: 'get',
    path: DOMAINS,
    summary: 'List the domains of a tenant',
    allow: 'read:domains',
    query: listQuery({ sort: ['createdAt', 'domain'] }),
    returns: listOf(domain),
    handle: (ctx, { query }) => listDomains(ctx, query),
  }),
  route({
    method: 'post',
    path: DOMAINS,
    summary: 'Add a domain, and get the records that prove it',
    description:
      'An apex is added with its `www`, which the same record proves. A domain that is not verified blocks nobody and serves nothing.',
    allow: 'write:domains',
    body: newDomain,
    returns: created(domain),
    emits: ['domain.added'],
    example: { domain: 'harbor-plumbing.co.uk' },
    errors: ['domain.already_added', 'plan.limit_reached'],
    handle: (ctx, { body }) => addDomain(ctx, body),
  }),
  route({
    method: 'get',
    path: `${DOMAINS}/:domainId`,
    summary: 'Read a domain, with the records that prove it',
    allow: 'read:domains',
    returns: ok(domain),
    errors: ['domain.not_found'],
    handle: (ctx, { params }) => getDomain(ctx, params.domainId),
  }),
  route({
    method: 'delete',
    path: `${DOMAINS}/:domainId`,
    summary: 'Remove a domain, an apex with its `www`',
    allow: 'delete:domains',
    returns: noContent(),
    emits: ['domain.removed'],
    errors: ['domain.not_found', 'domain.is_subdomain', 'request.precondition_failed'],
    handle: (ctx, { params }) => deleteDomain(ctx, params.domainId),
  }),
  route({
    method: 'post',
    path: `${DOMAINS}/:domainId/verify`,
    summary: 'Ask DNS now whether the domain is yours, and whether it leads here',
    description:
      'The first domain that is verified and leads here becomes the primary one. A domain that another tenant holds passes on if that one has no proof any more.',
    allow: 'write:domains',
    returns: ok(domain),
    emits: ['domain.verified', 'domain.removed'],
    operationId: 'verifyDomain',
    errors: [
      'domain.not_found',
      'domain.not_verified',
      'domain.taken',
      'domain.dns_unavailable',
      'request.precondition_failed',
    ],
    handle: (ctx, { params }) => verifyDomain(ctx, params.domainId),
  }),
  route({
    method: 'put',
    path: `${DOMAINS}/:domainId/primary`,
    summary: 'Make a domain the primary one, to which the others redirect',
    allow: 'write:domains',
    returns: ok(domain),
    emits: ['tenant.updated'],
    operationId: 'setPrimaryDomain',
    errors: ['domain.not_found', 'domain.not_verified', 'request.precondition_failed'],
    handle: (ctx, { params }) => setPrimaryDomain(ctx, params.domainId),
  }),
];
