import { invalid } from '@siteninja/core';
import { type TenantCtx } from '../context';
import { labelFrom } from './label';
import { isReserved } from './reserved-names';
import { tenants } from './tenant.model';

const MIN_LENGTH = 3;
/** A DNS label has at most so many characters (RFC 1035, 2.3.4). */
const MAX_LENGTH = 63;

/** Of the number behind a name: from `-2` to `-999999`. */
const MAX_SUFFIX_LENGTH = 7;

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
  const base = subdomainFrom(name);
  // Where the name is cut for its number, more rows are read than have a number: those of similar names.
  const root = base.slice(0, MAX_LENGTH - MAX_SUFFIX_LENGTH);
  const rest = root === base ? '(-[0-9]+)?' : `[a-z0-9-]{0,${MAX_SUFFIX_LENGTH}}`;
  const rows = await tenants
    .across(ctx)
    .find({ subdomain: { $regex: `^${root}${rest}$` } }, { select: { subdomain: 1 } });
  const taken = new Set(rows.map(({ subdomain }) => subdomain));
  let subdomain = base;
  for (let number = 2; taken.has(subdomain); number += 1) subdomain = numbered(base, number);
  return subdomain;
}

/** The name with its number, cut so that it is still a DNS label. */
function numbered(base: string, number: number): string {
  const suffix = `-${number}`;
  return `${trimmed(base.slice(0, MAX_LENGTH - suffix.length))}${suffix}`;
}

/** A subdomain that may be had, whatever the name. */
export function subdomainFrom(name: string): string {
  const label = trimmed(labelFrom(name).slice(0, MAX_LENGTH));
  if (label === '') return 'site';
  const isUsable = label.length >= MIN_LENGTH && !isReserved(label);
  return isUsable ? label : trimmed(`site-${label}`.slice(0, MAX_LENGTH));
}

function trimmed(label: string): string {
  return label.replace(/-+$/, '');
}
