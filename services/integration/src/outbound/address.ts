import ipaddr from 'ipaddr.js';

/** What the internet routes of IPv6 (RFC 4291, 2.4); what lies outside leads nowhere or to some network's inside. */
const GLOBAL_UNICAST: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];

/**
 * Whether an address is one of the public internet: not private, loopback, link-local, shared (CGNAT), reserved or
 * multicast, and not an IPv6 address that embeds an IPv4 one (mapped, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== 'unicast') return false;
  return !(address instanceof ipaddr.IPv6) || address.match(GLOBAL_UNICAST);
}
