import { type Acme, openAcme } from './certificates/acme';
import { type TenantConfig } from './config';
import { type Dns, resolveBy } from './domains/dns';

/** What this service's operations reach besides its database. */
export interface TenantPorts {
  readonly dns: Dns;
  /** Null where certificates are none of the service's business. */
  readonly acme: Acme | null;
}

/** @throws where a file that is named cannot be read */
export function openPorts(config: Readonly<TenantConfig>): TenantPorts {
  return { dns: resolveBy(config.DNS_SERVERS ?? []), acme: openAcme(config) };
}
