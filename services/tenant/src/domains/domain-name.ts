import { domainToASCII } from 'node:url';
import { invalid } from '@siteninja/core';
import { parse } from 'tldts';

/** Names that are nobody's, or have another meaning (RFC 6761, 6762, 7686, 8375, 9476). */
const SPECIAL = [
  'alt',
  'arpa',
  'example',
  'example.com',
  'example.net',
  'example.org',
  'internal',
  'invalid',
  'local',
  'localhost',
  'onion',
  'test',
];

/**
 * In lower case and punycode (UTS 46).
 * @throws invalid, naming `field`, for what is no domain, for one under which others register theirs, for one of the
 *   platform's own, and for names that are reserved
 */
export function normalizeDomain(requested: string, baseDomain: string, field: string): string {
  const domain = domainToASCII(requested.trim().replace(/\.$/, '')).toLowerCase();
  const refusal = refusalOf(domain, baseDomain);
  if (refusal !== undefined) throw invalid([{ field, message: refusal }]);
  return domain;
}

function refusalOf(domain: string, baseDomain: string): string | undefined {
  const labels = domain.split('.');
  const isName = labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
  const { isIp, publicSuffix } = parse(domain, { allowPrivateDomains: true });
  if (!isName || labels.length < 2 || domain.length > 253 || isIp === true || /^[0-9.]+$/.test(domain)) {
    return 'This is not a domain name.';
  }
  if (isWithin(domain, baseDomain)) return 'This domain belongs to the platform.';
  if (SPECIAL.some((name) => isWithin(domain, name))) return 'This name is reserved (RFC 6761).';
  if (publicSuffix === domain) return 'Others register their domains under this one: it is a public suffix.';
  return undefined;
}

function isWithin(domain: string, zone: string): boolean {
  return domain === zone || domain.endsWith(`.${zone}`);
}

/** Whether it is what somebody has registered, and no name under it. */
export function isApex(domain: string): boolean {
  return parse(domain, { allowPrivateDomains: true }).domain === domain;
}
