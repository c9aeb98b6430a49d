import { randomBytes } from 'node:crypto';
import { type PaginationQuery, presenter } from '@siteninja/core';
import { type TenantCtx } from '../context';
import { type DomainRow, domains } from './domain.model';
import { domain } from './domain.schema';

const presentRow = presenter(domain);

export function presentDomain({ config }: TenantCtx, row: DomainRow) {
  const { domain: name, verificationToken: token } = row;
  return presentRow({
    ...row,
    dnsRecords:
      token === null
        ? []
        : [
            { type: 'TXT', name: `_siteninja-challenge.${name}`, value: token },
            { type: 'CNAME', name, value: `sites.${config.BASE_DOMAIN}` },
          ],
  });
}

export async function listDomains(ctx: TenantCtx, query: PaginationQuery) {
  const { rows, pagination } = await domains.in(ctx).paginate({}, query);
  return { items: rows.map((row) => presentDomain(ctx, row)), pagination };
}

/** @throws not_found */
export async function getDomain(ctx: TenantCtx, id: string) {
  return presentDomain(ctx, await domains.in(ctx).get(id));
}

/** `<subdomain>.<BASE_DOMAIN>`, which every tenant has from its creation and need not prove. */
export function newSubdomain({ config, clock }: TenantCtx, subdomain: string) {
  const now = clock.now();
  return {
    domain: `${subdomain}.${config.BASE_DOMAIN}`,
    isSubdomain: true,
    isVerified: true,
    isPrimary: true,
    dnsConfigured: true,
    sslEnabled: false,
    verifiedAt: now,
    lastCheckedAt: now,
    verificationToken: null,
  };
}

/** A domain that the tenant says is its own. Until it is verified it blocks nobody and serves nothing. */
export function newClaim(domain: string) {
  return {
    domain,
    isSubdomain: false,
    isVerified: false,
    isPrimary: false,
    dnsConfigured: false,
    sslEnabled: false,
    verifiedAt: null,
    lastCheckedAt: null,
    verificationToken: `siteninja-${randomBytes(24).toString('base64url')}`,
  };
}
