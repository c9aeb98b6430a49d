/**
 * The links a site may hold: web, mail, telephone, a path of the site itself or an anchor. `//host` and `/\host`
 * lead to other hosts in browsers, and tabs and line breaks are dropped by them, so none of these passes.
 */
export const LINK_PATTERN =
  /^(https?:\/\/[^\s\\<>"'`]+|mailto:[^\s\\<>"'`@]+@[^\s\\<>"'`@]+|tel:[+*#0-9().,-]{2,40}|\/([^\s\\<>"'`/][^\s\\<>"'`]*)?|#[A-Za-z0-9_][A-Za-z0-9_-]*)$/;

/** Paths of our own origin, as they may stand in `src` and `srcset` (where commas and spaces divide). */
const OWN_PATH = /^\/[A-Za-z0-9_.~%-][A-Za-z0-9_.~%/-]*$/;

export function isLink(href: string): boolean {
  return LINK_PATTERN.test(href);
}

/** The link, or an anchor that leads nowhere in place of one that must not be followed. */
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

/** The number as a telephone dials it; undefined where the text holds none. */
export function telephoneLink(phone: string): string | undefined {
  const number = phone.trim().replace(/[^+*#0-9]/g, '');
  const href = `tel:${number}`;
  return isLink(href) ? href : undefined;
}

/** A mail link; undefined where the address is none. */
export function mailLink(address: string): string | undefined {
  const href = `mailto:${address.trim()}`;
  return isLink(href) ? href : undefined;
}
