import { type IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { DomainError } from '@siteninja/core';
import { ipKeyGenerator } from 'express-rate-limit';
import { entriesOf, type GatewayConfig } from '../config';

/** A host as it is stored and compared: in lower case, without port and trailing dot. */
export function hostName(header: string): string {
  const lower = header.toLowerCase();
  const bracket = lower.startsWith('[') ? lower.indexOf(']') : -1;
  const name = bracket > 0 ? lower.slice(1, bracket) : lower.replace(/:\d*$/, '');
  return name.endsWith('.') ? name.slice(0, -1) : name;
}

/**
 * Refuses a request with several Host headers, as RFC 9112, 3.2, wants: node:http takes the first of them and a
 * cache in front of us maybe the last, and would then keep one site's answer for the other.
 * @throws malformed
 */
export function refuseSeveralHosts(request: IncomingMessage): void {
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

/** Which hosts are the API's; every other one is a tenant's site. */
export function apiHosts(config: GatewayConfig): (host: string) => boolean {
  const named = new Set(['', 'localhost', config.BASE_DOMAIN.toLowerCase(), ...entriesOf(config.API_HOSTS)]);
  return (host) => named.has(host) || isIP(host) !== 0;
}

/**
 * Where a request comes from. Each of our own proxies has added one address to X-Forwarded-For; what is left of
 * those was written by the client, and means nothing.
 */
export function addressOf(request: IncomingMessage, hops: number): string {
  const peer = plainAddress(request.socket.remoteAddress ?? '');
  const forwarded = request.headers['x-forwarded-for'];
  if (hops === 0 || forwarded === undefined) return peer;
  const named = String(forwarded).split(',');
  const address = plainAddress(named[Math.max(named.length - hops, 0)]?.trim() ?? '');
  return isIP(address) === 0 ? peer : address;
}

function plainAddress(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}

/** Bits that a household's IPv6 addresses have in common: one counts as much as the other. */
const HOUSEHOLD = 64;

/** What an address is counted under. */
export function addressKey(address: string): string {
  return address.includes(':') ? ipKeyGenerator(address, HOUSEHOLD) : address;
}
