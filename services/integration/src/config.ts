import { configValue, type InferFields, s } from '@siteninja/schema';
import { serviceConfig } from '@siteninja/service';
import { readTrustedHosts, type TrustedHosts } from './outbound/target';

const NONE: TrustedHosts = new Set();

export const integrationConfig = {
  ...serviceConfig,
  WEBHOOK_HTTP_HOSTS: s.describe(
    s.default(configValue('hosts, or host:port, separated by commas', readTrustedHosts), NONE),
    'Hosts, or host:port, separated by commas, to which webhooks may go by http and at private addresses; under `npm start` `localhost`.',
  ),
};

export type IntegrationConfig = InferFields<typeof integrationConfig>;
