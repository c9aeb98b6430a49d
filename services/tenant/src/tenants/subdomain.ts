import { domainToASCII } from 'node:url';
import { conflict, invalid } from '@siteninja/core';
import { type TenantCtx } from '../context';
import { tenants } from './tenant.model';

const MIN_LENGTH = 3;
/** Of a DNS label (RFC 1035, 2.3.4). */
const MAX_LENGTH = 63;

/** Names that the platform needs for itself, or that visitors would take for the platform's own. */
const RESERVED = new Set(
  (
    'www api app admin administrator assets auth billing blog cdn console content dashboard dev docs email ftp ' +
    'help hooks identity imap internal localhost login mail metrics mx ns ns1 ns2 pop portal root sites smtp ' +
    'staging static status support system test webhooks webmail'
  ).split(' '),
);

/** An "xn--" label would be displayed in other letters than it is written in. */
function isReserved(label: string): boolean {
  return RESERVED.has(label) || label.startsWith('xn--');
}

/** In lower case. @throws invalid where it is reserved */
export function normalizeSubdomain(requested: string): string {
  const subdomain = requested.toLowerCase();
  if (isReserved(subdomain)) {
    throw invalid([{ field: 'subdomain', message: 'This subdomain is reserved.' }]);
  }
  return subdomain;
}

/** A free subdomain made from a name: `joes-plumbing`, or when that is taken `joes-plumbing-2`, and so on. */
export async function proposeSubdomain(ctx: TenantCtx, name: string): Promise<string> {
  const base = labelFrom(name);
  const rows = await tenants
    .across(ctx)
    .find({ subdomain: { $regex: `^${base}(-[0-9]+)?$` } }, { select: { subdomain: 1 } });
  const taken = new Set(rows.map(({ subdomain }) => subdomain));
  if (!taken.has(base)) return base;
  for (let number = 2; number <= taken.size + 2; number += 1) {
    const suffix = `-${number}`;
    const candidate = `${base.slice(0, MAX_LENGTH - suffix.length)}${suffix}`;
    if (!taken.has(candidate)) return candidate;
  }
  throw conflict(
    'tenant.subdomain_taken',
    'subdomain',
    'No subdomain could be made from this name. Choose one.',
  );
}

function labelFrom(name: string): string {
  const label = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_LENGTH)
    .replace(/^-+|-+$/g, '');
  if (label.length < MIN_LENGTH) return label === '' ? 'site' : `site-${label}`;
  return isReserved(label) ? `site-${label}`.slice(0, MAX_LENGTH) : label;
}

/** In lower case and punycode. @throws invalid for what is no domain, and for one of the platform's own */
export function normalizeDomain(requested: string, baseDomain: string): string {
  const domain = domainToASCII(requested.trim().replace(/\.$/, '')).toLowerCase();
  const labels = domain.split('.');
  const isValid =
    labels.length >= 2 && labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
  if (!isValid || domain.length > 253 || /^[0-9.]+$/.test(domain)) {
    throw invalid([{ field: 'customDomain', message: 'This is not a domain name.' }]);
  }
  if (domain === baseDomain || domain.endsWith(`.${baseDomain}`)) {
    throw invalid([{ field: 'customDomain', message: 'This domain belongs to the platform.' }]);
  }
  return domain;
}
