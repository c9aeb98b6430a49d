import { isIP } from 'node:net';
import { isPublicAddress } from './address';

/** Hosts, or host:port, that may also be reached by http and at private addresses. */
export type TrustedHosts = ReadonlySet<string>;

/** @throws where one of them is no host */
export function readTrustedHosts(text: string): TrustedHosts {
  const hosts = text
    .split(',')
    .map((host) => host.trim().toLowerCase())
    .filter((host) => host !== '');
  for (const host of hosts) if (new URL(`http://${host}`).host === '') throw new Error('This is no host.');
  return new Set(hosts);
}

export function isTrusted(trusted: TrustedHosts, host: string, port: string): boolean {
  const name = withoutDot(host.toLowerCase());
  return trusted.has(name) || trusted.has(`${name}:${port}`);
}

/** Names that lead into the network of the process, or to the process itself. */
const INSIDE = /^[^.]+$|(^|\.)(localhost|local|internal|lan|intranet|home\.arpa)$/;

/**
 * Why an address cannot be called, as far as its form tells; where its name leads is checked at each connection.
 * URL has brought hosts such as 2130706433 and 0x7f.1 into the usual form.
 */
export function problemWith(text: string, trusted: TrustedHosts): string | null {
  if (!URL.canParse(text)) return 'is no address';
  const { protocol, hostname, port, username, password, hash } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') return 'must begin with https://';
  if (username !== '' || password !== '') return 'must not contain a user or a password';
  if (hash !== '') return 'must not have a fragment';
  if (isTrusted(trusted, hostname, portOf(protocol, port))) return null;
  if (protocol !== 'https:') return 'must begin with https://';
  const host = hostOf(hostname);
  if (isIP(host) === 0) return INSIDE.test(host) ? 'must be a public host' : null;
  return isPublicAddress(host) ? null : 'must be a public address';
}

export function portOf(protocol: string, port: string): string {
  return port === '' ? (protocol === 'https:' ? '443' : '80') : port;
}

/** Without the brackets of an IPv6 address and the dot that ends a name. */
export function hostOf(hostname: string): string {
  return withoutDot(hostname.replace(/^\[|\]$/g, ''));
}

function withoutDot(host: string): string {
  return host.replace(/\.$/, '');
}
