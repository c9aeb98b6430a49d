import { type TenantConfig } from './config';
import { type Dns, resolveBy } from './domains/dns';

/** What this service's operations reach besides its database. */
export interface TenantPorts {
  readonly dns: Dns;
}

export function openPorts({ DNS_SERVERS = [] }: Readonly<TenantConfig>): TenantPorts {
  return { dns: resolveBy(DNS_SERVERS) };
}
