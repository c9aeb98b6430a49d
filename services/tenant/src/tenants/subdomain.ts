import { domainToASCII } from 'node:url';
import { conflict, invalid } from '@siteninja/core';
import { type TenantCtx } from '../context';
import { tenants } from './tenant.model';

/** Characters of a DNS label (RFC 1035, 2.3.4). */
const LONGEST = 63;
const SHORTEST = 3;

/** Names that the platform needs for itself, or that visitors would take for the platform's own. */
const RESERVED = new Set(
  (
    'www api app admin administrator assets auth billing blog cdn console content dashboard dev docs email ftp ' +
    'help hooks identity imap internal localhost login mail metrics mx ns ns1 ns2 pop portal root sites smtp ' +
    'staging static status support system test webhooks webmail'
  ).split(' '),
);

/** The subdomain as asked for, lower-cased. @throws invalid where it is reserved */
export function acceptSubdomain(asked: string): string {
  const subdomain = asked.toLowerCase();
  // "xn--" would let a label be read as other letters than it is written in.
  if (RESERVED.has(subdomain) || subdomain.startsWith('xn--')) {
    throw invalid([{ field: 'subdomain', message: 'This subdomain is reserved.' }]);
  }
  return subdomain;
}

/** A free subdomain made from a name: `joes-plumbing`, or when that is taken `joes-plumbing-2`, and so on. */
export async function proposeSubdomain(ctx: TenantCtx, name: string): Promise<string> {
  const base = labelFrom(name);
  const taken = await tenants
    .across(ctx)
    .find({ subdomain: { $regex: `^${base}(-[0-9]+)?$` } }, { select: { subdomain: 1 } });
  const known = new Set(taken.map(({ subdomain }) => subdomain));
  if (!known.has(base)) return base;
  for (let number = 2; number <= known.size + 2; number += 1) {
    const suffix = `-${number}`;
    const candidate = `${base.slice(0, LONGEST - suffix.length)}${suffix}`;
    if (!known.has(candidate)) return candidate;
  }
  throw conflict(
    'tenant.subdomain_taken',
    'subdomain',
    'No subdomain could be made from this name. Choose one.',
  );
}

function labelFrom(name: string): string {
  const letters = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST)
    .replace(/^-+|-+$/g, '');
  if (letters.length < SHORTEST) return letters === '' ? 'site' : `site-${letters}`;
  return RESERVED.has(letters) || letters.startsWith('xn--') ? `site-${letters}`.slice(0, LONGEST) : letters;
}

/** A domain in lower case and punycode. @throws invalid for what is none, and for one of the platform's own */
export function acceptDomain(asked: string, baseDomain: string): string {
  const domain = domainToASCII(asked.trim().replace(/\.$/, '')).toLowerCase();
  const labels = domain.split('.');
  const valid =
    labels.length >= 2 && labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
  if (!valid || domain.length > 253 || /^[0-9.]+$/.test(domain)) {
    throw invalid([{ field: 'customDomain', message: 'This is not a domain name.' }]);
  }
  if (domain === baseDomain || domain.endsWith(`.${baseDomain}`)) {
    throw invalid([{ field: 'customDomain', message: 'This domain belongs to the platform.' }]);
  }
  return domain;
}
