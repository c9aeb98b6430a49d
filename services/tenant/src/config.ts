import { isIP } from 'node:net';
import { configValue, type Fields, type InferFields, s } from '@siteninja/schema';
import { serviceConfig } from '@siteninja/service';

export const tenantConfig = {
  ...serviceConfig,
  DNS_SERVERS: s.describe(
    s.optional(configValue('addresses of DNS servers, separated by commas', readServers)),
    "Who is asked about the tenants' own domains, such as `9.9.9.9,[2620:fe::fe]:53`; without it the machine's own servers.",
  ),
} satisfies Fields;

export type TenantConfig = InferFields<typeof tenantConfig>;

/** @throws where one of them is no address */
function readServers(text: string): string[] {
  const servers = text.split(',').map((server) => server.trim());
  for (const server of servers) {
    const host =
      /^\[(.*)\](?::\d+)?$/.exec(server)?.[1] ?? (isIP(server) ? server : server.replace(/:\d+$/, ''));
    if (!isIP(host)) throw new Error('This is no address.');
  }
  return servers;
}
