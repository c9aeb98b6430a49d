import { randomBytes } from 'node:crypto';
import { ensure, notFound, type PaginationQuery } from '@siteninja/core';
import { type TenantCtx } from '../context';
import { type Domain, type DomainRow, domains } from './domain.model';

/** The records by which a claim is proved and the domain pointed here. */
export function presentDomain(ctx: TenantCtx, row: DomainRow) {
  const { BASE_DOMAIN } = ctx.config;
  return {
    id: row._id,
    tenantId: row.tenantId,
    domain: row.domain,
    isSubdomain: row.isSubdomain,
    isVerified: row.isVerified,
    isPrimary: row.isPrimary,
    dnsConfigured: row.dnsConfigured,
    sslEnabled: row.sslEnabled,
    verifiedAt: row.verifiedAt?.toISOString() ?? null,
    lastCheckedAt: row.lastCheckedAt?.toISOString() ?? null,
    verificationToken: row.isSubdomain ? null : row.verificationToken,
    dnsRecords: row.isSubdomain
      ? []
      : [
          { type: 'TXT' as const, name: `_siteninja-challenge.${row.domain}`, value: row.verificationToken },
          { type: 'CNAME' as const, name: row.domain, value: `sites.${BASE_DOMAIN}` },
        ],
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

export async function listDomains(ctx: TenantCtx, query: PaginationQuery) {
  const { rows, pagination } = await domains.in(ctx).paginate({}, query);
  return { items: rows.map((row) => presentDomain(ctx, row)), pagination };
}

/** @throws not_found */
export async function getDomain(ctx: TenantCtx, id: string) {
  const row = await domains.in(ctx).findOne({ _id: id });
  ensure(row, () => notFound('domain'));
  return presentDomain(ctx, row);
}

/** The look-up that every tenant has from its beginning: `<subdomain>.<BASE_DOMAIN>`. */
export function ownSubdomain(ctx: TenantCtx, subdomain: string): Domain {
  const now = ctx.clock.now();
  return {
    ...claim(`${subdomain}.${ctx.config.BASE_DOMAIN}`),
    isSubdomain: true,
    isVerified: true,
    dnsConfigured: true,
    isPrimary: true,
    verifiedAt: now,
    lastCheckedAt: now,
  };
}

/** A domain that the tenant says is its own. Until that is proved it blocks nobody and serves nothing. */
export function claim(domain: string): Domain {
  return {
    domain,
    isSubdomain: false,
    isVerified: false,
    verificationToken: `siteninja-${randomBytes(24).toString('base64url')}`,
    dnsConfigured: false,
    sslEnabled: false,
    isPrimary: false,
    verifiedAt: null,
    lastCheckedAt: null,
  };
}
