/**
 * The links that a site may have: web, mail, telephone, a path of the site itself or an anchor. Browsers read
 * `//host` and `/\host` as links to other hosts and drop tabs and line breaks, so none of these is accepted.
 */
export const LINK_PATTERN =
  /^(https?:\/\/[^\s\\<>"'`]+|mailto:[^\s\\<>"'`@]+@[^\s\\<>"'`@]+|tel:[+*#0-9().,-]{2,40}|\/([^\s\\<>"'`/][^\s\\<>"'`]*)?|#[A-Za-z0-9_][A-Za-z0-9_-]*)$/;

/** Paths of the site's own origin for `src` and `srcset`, without the commas and spaces that separate entries there. */
const OWN_PATH = /^\/[A-Za-z0-9_.~%-][A-Za-z0-9_.~%/-]*$/;

export function isLink(href: string): boolean {
  return LINK_PATTERN.test(href);
}

/** The link, or `#` in place of one that is not accepted. */
export function safeLink(href: string): string {
  return isLink(href) ? href : '#';
}

export function isOwnPath(href: string): boolean {
  return OWN_PATH.test(href);
}

/** An absolute web address, such as a canonical URL. */
export function isWebAddress(href: string): boolean {
  return isLink(href) && href.startsWith('http') && URL.canParse(href);
}

/** A link that dials the number; undefined where the text has none. */
export function telephoneLink(phone: string): string | undefined {
  const number = phone.trim().replace(/[^+*#0-9]/g, '');
  const href = `tel:${number}`;
  return isLink(href) ? href : undefined;
}

/** A mail link; undefined where the address is not valid. */
export function mailLink(address: string): string | undefined {
  const href = `mailto:${address.trim()}`;
  return isLink(href) ? href : undefined;
}
