import { isIP } from 'node:net';
import { urlOf } from '@siteninja/http';
import { configValue, type Fields, type InferFields, s } from '@siteninja/schema';
import { serviceConfig } from '@siteninja/service';

export const tenantConfig = {
  ...serviceConfig,
  DNS_SERVERS: s.describe(
    s.optional(configValue('addresses of DNS servers, separated by commas', readServers)),
    "Who is asked about the tenants' own domains, such as `9.9.9.9,[2620:fe::fe]:53`; without it the machine's own servers.",
  ),
  ACME_DIRECTORY_URL: s.describe(
    s.optional(urlOf('https')),
    "Whose certificates the tenants' own domains get, such as `https://acme-v02.api.letsencrypt.org/directory`; setting it agrees to the authority's terms. Without it certificates are the business of whatever stands before the gateway.",
  ),
  ACME_EMAIL: s.describe(
    s.optional(s.email()),
    'Where the certificate authority writes to when something is wrong with the account.',
  ),
  ACME_CA_FILE: s.describe(
    s.optional(s.string()),
    'PEM file of who vouches for `ACME_DIRECTORY_URL` itself, where that is an authority of your own.',
  ),
  ACME_ORDERS_PER_HOUR: s.describe(
    s.default(s.integer({ min: 1 }), 70),
    "Certificates that are ordered within an hour of the clock for all tenants; what is over is ordered later. Stay below the authority's limit: Let's Encrypt allows 300 orders in three hours.",
  ),
  ACME_TENANT_ORDERS_PER_HOUR: s.describe(
    s.default(s.integer({ min: 1 }), 10),
    'Those of one tenant, so that none uses up what there is for all.',
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
