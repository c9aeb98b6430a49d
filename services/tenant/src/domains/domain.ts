import { randomBytes } from 'node:crypto';
import { domain } from '@siteninja/contracts';
import { type PaginationQuery, presenter } from '@siteninja/core';
import { type Infer, omit } from '@siteninja/schema';
import { type TenantCtx } from '../context';
import { isApex } from './domain-name';
import { type DomainRow, domains } from './domain.model';

const presentRow = presenter(omit(domain, 'dnsRecords', 'certificate', 'sslEnabled'));

const NO_CERTIFICATE = {
  none: { status: 'none', expiresAt: null, error: null },
  external: { status: 'external', expiresAt: null, error: null },
} as const;

export function presentDomain(ctx: TenantCtx, row: DomainRow): Infer<typeof domain> {
  const { domain: name, verificationToken: token } = row;
  const certificate = presentCertificate(ctx, row);
  const dnsRecords =
    token === null
      ? []
      : [
          { type: 'TXT' as const, name: challengeName(row), value: token },
          { type: 'CNAME' as const, name, value: targetOf(ctx) },
        ];
  return { ...presentRow(row), dnsRecords, certificate, sslEnabled: isSecure(ctx, certificate) };
}

function presentCertificate(
  { config }: TenantCtx,
  { isSubdomain, certificate }: DomainRow,
): Infer<typeof domain>['certificate'] {
  if (config.ACME_DIRECTORY_URL === undefined || isSubdomain) return NO_CERTIFICATE.external;
  return certificate
    ? { ...certificate, expiresAt: certificate.expiresAt?.toISOString() ?? null }
    : NO_CERTIFICATE.none;
}

function isSecure({ config }: TenantCtx, { status }: Infer<typeof domain>['certificate']): boolean {
  return status === 'external' ? config.PUBLIC_SCHEME === 'https' : status === 'issued';
}

/** The domain whose TXT record proves a row. */
export function proofOf({ provenBy, domain: name }: Pick<DomainRow, 'provenBy' | 'domain'>): string {
  return provenBy ?? name;
}

export function challengeName(row: Pick<DomainRow, 'provenBy' | 'domain'>): string {
  return `_siteninja-challenge.${proofOf(row)}`;
}

/** Where domains lead that are the tenants' own. */
export function targetOf({ config }: TenantCtx): string {
  return `sites.${config.BASE_DOMAIN}`;
}

export async function listDomains(ctx: TenantCtx, query: PaginationQuery) {
  const { rows, pagination } = await domains.in(ctx).paginate({}, query);
  return { items: rows.map((row) => presentDomain(ctx, row)), pagination };
}

/** @throws not_found */
export async function getDomain(ctx: TenantCtx, id: string) {
  return presentDomain(ctx, await domains.in(ctx).get(id));
}

const UNCHECKED = {
  checks: [],
  nextCheckAt: null,
  provenBy: null,
  proofMissingSince: null,
  certificate: null,
};

/** `<subdomain>.<BASE_DOMAIN>`, which every tenant has from its creation and need not prove. */
export function newSubdomain({ config, clock }: TenantCtx, subdomain: string) {
  const now = clock.now();
  return {
    ...UNCHECKED,
    domain: `${subdomain}.${config.BASE_DOMAIN}`,
    isSubdomain: true,
    isVerified: true,
    isPrimary: true,
    dnsConfigured: true,
    verifiedAt: now,
    lastCheckedAt: now,
    verificationToken: null,
  };
}

/**
 * A domain that the tenant says is its own, the apex with its `www`. Until it is verified it blocks nobody and serves
 * nothing.
 */
export function newClaim(name: string) {
  const claim = {
    ...UNCHECKED,
    domain: name,
    isSubdomain: false,
    isVerified: false,
    isPrimary: false,
    dnsConfigured: false,
    verifiedAt: null,
    lastCheckedAt: null,
    verificationToken: `siteninja-${randomBytes(24).toString('base64url')}`,
  };
  return isApex(name) ? [claim, { ...claim, domain: `www.${name}`, provenBy: name }] : [claim];
}
