/** Control characters, and those that would end an attribute or be read as a slash: no link may hold them. */
const REFUSED = '\\u0000-\\u001f\\u007f"<>\\\\';
const ALLOWED = `[^${REFUSED}]`;

/**
 * What a link looks like, for documents. That its host, its addresses and its number can be read is checked besides,
 * see `mendLink`. `//host` and `/\host` lead to other hosts and are no paths.
 */
export const LINK_PATTERN = new RegExp(
  '^\\s*(?:' +
    [
      `[Hh][Tt][Tt][Pp][Ss]?:\\/\\/[^${REFUSED}/?#]${ALLOWED}*`,
      `[Mm][Aa][Ii][Ll][Tt][Oo]:${ALLOWED}*[@?]${ALLOWED}+`,
      `[Tt][Ee][Ll]:[-+*#%0-9A-Fa-f().,\\s/]+(?:;${ALLOWED}*)?`,
      `\\/(?:[^${REFUSED}/]${ALLOWED}*)?`,
      `[?#]${ALLOWED}+`,
    ].join('|') +
    ')\\s*$',
);

/** The same for an absolute web address. */
export const WEB_ADDRESS_PATTERN = new RegExp(
  `^\\s*[Hh][Tt][Tt][Pp][Ss]?:\\/\\/[^${REFUSED}/?#]${ALLOWED}*\\s*$`,
);

/** The same for one by https alone. */
export const HTTPS_ADDRESS_PATTERN = new RegExp(
  `^\\s*[Hh][Tt][Tt][Pp][Ss]:\\/\\/[^${REFUSED}/?#]${ALLOWED}*\\s*$`,
);

/** The same for a path of the site. */
export const SITE_PATH_PATTERN = new RegExp(`^\\s*\\/(?:[^${REFUSED}/]${ALLOWED}*)?\\s*$`);

/** Spaces around an address, also those that nobody sees. */
const AROUND = /^[\s\u200b\u2060]+|[\s\u200b\u2060]+$/g;
const REFUSED_ANYWHERE = new RegExp(`[${REFUSED}]`);
const SCHEME = /^([a-z][a-z0-9+.-]*):(.*)$/is;

/**
 * The link that the text means, as RFC 3986, 6068 and 3966 write it: without space around it, its scheme in lower
 * case, what may not stand in it encoded. Letters beyond ASCII stay readable. Mending twice changes nothing more.
 * @returns undefined for what is no http, https, mailto or tel link, path of the site, query or fragment
 */
export function mendLink(text: string): string | undefined {
  const link = text.replace(AROUND, '');
  if (REFUSED_ANYWHERE.test(link)) return undefined;
  const [, scheme, rest = ''] = SCHEME.exec(link) ?? [];
  if (scheme === undefined) return mendRelative(link);
  switch (scheme.toLowerCase()) {
    case 'http':
    case 'https':
      return mendWeb(`${scheme.toLowerCase()}:${rest}`);
    case 'mailto':
      return mendMail(rest.replace(/^[\s/]+/, ''));
    case 'tel':
      return mendTelephone(rest.replace(/^[\s/]+/, ''));
    default:
      return undefined;
  }
}

/** The same for one by https alone, such as a profile in a social network. */
export function mendHttpsAddress(text: string): string | undefined {
  const link = mendLink(text);
  return link?.startsWith('https:') ? link : undefined;
}

/** The same for an absolute web address, such as a canonical URL. */
export function mendWebAddress(text: string): string | undefined {
  const link = mendLink(text);
  return link?.startsWith('http') ? link : undefined;
}

/** The same for a path of the site, `/contact`, which may have a query and a fragment. */
export function mendSitePath(text: string): string | undefined {
  const link = mendLink(text);
  return link?.startsWith('/') ? link : undefined;
}

/** Encodes what no URI may hold as it is (RFC 3986 §2), and a percent sign that encodes nothing. */
function encode(part: string): string {
  return part.replace(/%(?![0-9a-f]{2})/gi, '%25').replace(/[\s^`{|}]/g, encodeURIComponent);
}

/** Path, query and fragment: brackets belong to hosts alone, and a fragment has no second `#`. */
function encodePath(part: string): string {
  const [before = '', ...fragment] = part.split('#');
  const parts = fragment.length === 0 ? [before] : [before, fragment.join('%23')];
  return parts
    .map(encode)
    .join('#')
    .replace(/[[\]]/g, (bracket) => encodeURIComponent(bracket));
}

function mendWeb(link: string): string | undefined {
  const [, start, rest = ''] = /^(https?:\/\/[^/?#]+)(.*)$/s.exec(link) ?? [];
  if (start === undefined || !URL.canParse(start)) return undefined;
  return start + encodePath(rest);
}

function mendRelative(link: string): string | undefined {
  const isPath = link.startsWith('/') && !link.startsWith('//');
  return isPath || /^[?#]./s.test(link) ? encodePath(link) : undefined;
}

/** RFC 6068: addresses with commas between them, header fields after a `?`. */
function mendMail(rest: string): string | undefined {
  const mended = encode(rest);
  const [addresses = ''] = mended.split('?', 1);
  const hasFields = mended.length > addresses.length + 1;
  const areAddresses = addresses.split(',').every((address) => /^[^@]+@[^@]+$/.test(address));
  return areAddresses || (addresses === '' && hasFields) ? `mailto:${mended}` : undefined;
}

/** RFC 3966: a number whose groups are separated by hyphens, dots or brackets, then parameters such as `;ext=56`. */
function mendTelephone(rest: string): string | undefined {
  const [spaced = '', ...parameters] = rest.replaceAll('#', '%23').split(/\s*;\s*/);
  const number = spaced.replace(/\s+/g, '-').replaceAll('/', '-');
  const isNumber = /^\+?(?:[0-9a-f*().,-]|%23)+$/i.test(number) && /[0-9*]|%23/.test(number);
  const mended = parameters.map(encode);
  const areParameters = mended.every((parameter) => /^[a-z0-9-]+(=[^=?]+)?$/i.test(parameter));
  return isNumber && areParameters ? ['tel:' + number, ...mended].join(';') : undefined;
}
