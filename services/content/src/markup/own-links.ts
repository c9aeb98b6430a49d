/** Stands for the site's own host, whatever it is. */
const OWN = 'own.invalid';

/** `www.` and the host without it show the same site. */
function hostKey(host: string): string {
  return host.replace(/\.$/, '').replace(/^www\./, '');
}

/** The one address of a page: lower case, no slash at the end, `/` for `/home`. */
export function canonicalPath(path: string): string {
  const bare = path.replace(/\/+$/, '').toLowerCase();
  return bare === '' || bare === '/home' ? '/' : bare;
}

/** The same of an address as browsers send it, percent-encoded, without its query: what redirects are known by. */
export function pathKey(address: string): string {
  return canonicalPath(decoded(address.replace(/[?#].*$/s, '')));
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/**
 * What a web link leads to, in one spelling: the path for a link into the site (`/contact`), host and path for an
 * absolute one (`//joes.example/contact`), without scheme, port, query and anchor. Undefined for links that lead
 * to no other page.
 */
export function linkTarget(href: string): string | undefined {
  if (/^[?#]/.test(href) || !URL.canParse(href, `http://${OWN}`)) return undefined;
  const { protocol, hostname, pathname } = new URL(href, `http://${OWN}`);
  if (protocol !== 'http:' && protocol !== 'https:') return undefined;
  const path = canonicalPath(decoded(pathname));
  return hostname === OWN ? path : `//${hostKey(hostname)}${path}`;
}

/** All targets that lead to a page of a site which is shown under these hosts. */
export function targetsOf(path: string, hosts: readonly string[]): string[] {
  return [path, ...new Set(hosts.map((host) => `//${hostKey(host)}${path}`))];
}
