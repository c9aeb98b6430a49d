import { type IncomingMessage } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { type Logger } from '@siteninja/core';

/**
 * The IP address of the client. Each of our own proxies has added one address to X-Forwarded-For; what stands
 * before those was written by the client and proves nothing.
 * @param hops how many proxies of ours stand in front of the gateway
 */
export function clientAddress(request: IncomingMessage, hops: number): string {
  const peer = peerAddress(request.socket);
  const forwarded = request.headers['x-forwarded-for'];
  if (hops === 0 || forwarded === undefined) return peer;
  const entries = String(forwarded).split(',');
  const address = withoutMapping(entries[Math.max(entries.length - hops, 0)]?.trim() ?? '');
  return isIP(address) === 0 ? peer : address;
}

/**
 * Warns, once, of requests that came through a proxy which `TRUST_PROXY` does not count: all clients behind it then
 * share one address, and its limits.
 * @param hops as for `clientAddress`
 */
export function proxyWatch(hops: number, log: Logger): (request: IncomingMessage) => void {
  let hasWarned = hops > 0;
  return ({ headers }) => {
    if (hasWarned || headers['x-forwarded-for'] === undefined) return;
    hasWarned = true;
    log.warn('X-Forwarded-For arrives, but TRUST_PROXY is 0: all clients behind that proxy count as one');
  };
}

/** The address at the other end of a connection: the client's, or that of the proxy in front. */
export function peerAddress({ remoteAddress = '' }: Pick<Socket, 'remoteAddress'>): string {
  return withoutMapping(remoteAddress);
}

/** An IPv4 address that was mapped into IPv6, as IPv4. */
function withoutMapping(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}
