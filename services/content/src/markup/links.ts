import { domainToASCII } from 'node:url';
import { mendLink, mendWebAddress } from '@siteninja/schema';

export { mendLink };

/** Paths of the site's own origin for `src` and `srcset`, without the commas and spaces that separate entries there. */
const OWN_PATH = /^\/[A-Za-z0-9_.~%-][A-Za-z0-9_.~%/-]*$/;

export function isLink(href: string): boolean {
  return mendLink(href) !== undefined;
}

/** The link, or `#` in place of one that is not accepted. */
export function safeLink(href: string): string {
  return mendLink(href) ?? '#';
}

export function isOwnPath(href: string): boolean {
  return OWN_PATH.test(href);
}

/** An absolute web address, such as a canonical URL. */
export function isWebAddress(href: string): boolean {
  return mendWebAddress(href) !== undefined;
}

/** A mail link (RFC 6068); undefined where the address is not valid. */
export function mailLink(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at).trim();
  const domain = address.slice(at + 1).trim();
  if (at < 1 || domain === '' || /\p{Surrogate}/u.test(address)) return undefined;
  return mendLink(
    `mailto:${encodeURIComponent(local)}@${domainToASCII(domain) || encodeURIComponent(domain)}`,
  );
}
