import { resolve } from 'node:path';
import { commonConfig } from '@siteninja/http';
import { type Fields, type InferFields, s } from '@siteninja/schema';

const list = s.default(s.string({ min: 0 }), '');
const rateLimit = (limit: number, description: string) =>
  s.describe(s.default(s.integer({ min: 1 }), limit), description);

/** The gateway's configuration. */
export const gatewayConfig = {
  ...commonConfig,
  PORT: s.default(commonConfig.PORT, 8080),
  /** The gateway mints identity tokens and accepts none. */
  TRUSTED_KEYS: s.default(commonConfig.TRUSTED_KEYS, new Map()),
  API_HOSTS: s.describe(
    list,
    "Hosts, separated by commas, that are the API's besides `BASE_DOMAIN`, `localhost` and IP addresses.",
  ),
  CORS_ORIGINS: s.describe(
    list,
    'Origins, separated by commas, whose pages may call the API with credentials.',
  ),
  TRUST_PROXY: s.describe(
    s.default(s.integer({ min: 0, max: 10 }), 0),
    'How many proxies in front add to `X-Forwarded-For`. With too few, everybody behind a proxy shares its limits; with too many, clients choose their own address.',
  ),
  TLS_PORT: s.describe(
    s.optional(s.integer({ min: 0, max: 65_535 })),
    "Port at which the gateway itself ends TLS for tenants' own domains that have a certificate (`ACME_DIRECTORY_URL`); visitors reach it at 443, and are redirected to it. Without it TLS is the business of whatever stands before the gateway.",
  ),
  METRICS_PORT: s.describe(
    s.optional(s.integer({ min: 0, max: 65_535 })),
    'Port for `GET /metrics` alone, which belongs to the cluster and not to the world. Without it the gateway tells no metrics; services tell theirs on `PORT`.',
  ),
  OPENAPI_FILE: s.describe(
    s.default(s.string(), resolve(__dirname, '../../api/openapi.json')),
    'The document that it routes by and serves.',
  ),
  PROXY_TIMEOUT: s.describe(
    s.default(s.integer({ min: 1, max: 3_600 }), 60),
    'Seconds without a byte from a service, after which a request ends with 504.',
  ),
  BODY_TIMEOUT: s.describe(
    s.default(s.integer({ min: 1, max: 3_600 }), 10),
    'Seconds that the body of a request has to arrive, and one more for each 32 KB of it.',
  ),
  MAX_IN_FLIGHT: s.describe(
    s.default(s.integer({ min: 1 }), 1_000),
    'Requests in flight at once; further ones get 503.',
  ),
  MAX_IN_FLIGHT_PER_ADDRESS: s.describe(
    s.default(s.integer({ min: 1 }), 200),
    'Requests in flight of one address; further ones get 429.',
  ),
  MAX_CONNECTIONS_PER_ADDRESS: s.describe(
    s.default(s.integer({ min: 1 }), 500),
    'Connections of one address; further ones are closed. Without effect behind a proxy (`TRUST_PROXY`).',
  ),
  RATE_LIMIT: rateLimit(1_000, 'Requests an hour of a user, or of an address where nobody is signed in.'),
  AUTH_RATE_LIMIT: rateLimit(30, 'Logins per address in 15 minutes, each of their steps counted.'),
  REGISTER_RATE_LIMIT: rateLimit(20, 'Registrations per address and hour.'),
  ACCOUNT_RATE_LIMIT: rateLimit(
    60,
    'Changes and resets of passwords, verifications of emails, and requests about invitations, per address and hour.',
  ),
  AI_RATE_LIMIT: rateLimit(300, 'Requests for AI per tenant and hour, of all its members and keys.'),
  SITE_RATE_LIMIT: rateLimit(3_000, 'Requests for sites and their files per address and minute.'),
  RATE_LIMIT_SCALE: s.describe(
    s.default(s.number({ min: 0.001 }), 1),
    'Multiplies every limit but those of API keys, for load tests.',
  ),
} satisfies Fields;

export type GatewayConfig = Readonly<InferFields<typeof gatewayConfig>>;

/** The entries of a list separated by commas, in lower case. */
export function entriesOf(list: string): string[] {
  return list
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== '');
}
