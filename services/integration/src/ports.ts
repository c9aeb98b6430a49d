import { type OutboundClient } from './outbound/outbound-client';

/** What the operations of this service reach besides their own database. */
export interface IntegrationPorts {
  /** For addresses that customers choose. */
  readonly outbound: OutboundClient;
}
