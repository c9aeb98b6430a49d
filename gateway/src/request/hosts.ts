import { type IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { DomainError } from '@siteninja/core';
import { entriesOf, type GatewayConfig } from '../config';

/** A host as it is stored and compared: in lower case, without port and trailing dot. */
export function normalizeHost(header: string): string {
  const lower = header.toLowerCase();
  const bracket = lower.startsWith('[') ? lower.indexOf(']') : -1;
  const name = bracket > 0 ? lower.slice(1, bracket) : lower.replace(/:\d*$/, '');
  return name.endsWith('.') ? name.slice(0, -1) : name;
}

/**
 * Rejects a request with several Host headers (RFC 9112 §3.2): node:http takes the first of them and a cache in
 * front of us maybe the last, which would then keep one site's answer for the other.
 * @throws malformed
 */
export function assertOneHost(request: IncomingMessage): void {
  if (!hasSeveralHosts(request)) return;
  throw new DomainError('malformed', 'request.several_hosts', 'Send one Host header, not several.');
}

export function hasSeveralHosts({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts > 1;
}

/** Tells the API's hosts; every other host is a tenant's site. */
export function apiHostMatcher(config: GatewayConfig): (host: string) => boolean {
  const named = new Set(['', 'localhost', config.BASE_DOMAIN.toLowerCase(), ...entriesOf(config.API_HOSTS)]);
  return (host) => named.has(host) || isIP(host) !== 0;
}
