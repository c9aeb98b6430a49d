import { resolve } from 'node:path';
import { commonConfig } from '@siteninja/http';
import { type Fields, type InferFields, s } from '@siteninja/schema';

const list = s.default(s.string({ min: 0 }), '');
const rateLimit = (limit: number) => s.default(s.integer({ min: 1 }), limit);

/** The gateway's configuration. */
export const gatewayConfig = {
  ...commonConfig,
  PORT: s.default(commonConfig.PORT, 8080),
  /** The gateway mints identity tokens and accepts none. */
  TRUSTED_KEYS: s.default(commonConfig.TRUSTED_KEYS, '{}'),
  /** The API's hosts besides BASE_DOMAIN, localhost and IP addresses, separated by commas. */
  API_HOSTS: list,
  /** Origins whose pages may call the API with credentials, separated by commas. */
  CORS_ORIGINS: list,
  /** Proxies in front of the gateway that add to X-Forwarded-For. */
  TRUST_PROXY: s.default(s.integer({ min: 0, max: 10 }), 0),
  OPENAPI_FILE: s.default(s.string(), resolve(__dirname, '../../api/openapi.json')),
  /** Seconds without a byte from a service, after which a request ends with 504. */
  PROXY_TIMEOUT: s.default(s.integer({ min: 1, max: 3_600 }), 60),
  /** Seconds that the body of a request has to arrive, and one more for each 32 KB of it. */
  BODY_TIMEOUT: s.default(s.integer({ min: 1, max: 3_600 }), 10),
  /** Requests in flight at once; further ones get 503. */
  MAX_IN_FLIGHT: s.default(s.integer({ min: 1 }), 1_000),
  /** Requests in flight of one address; further ones get 429. */
  MAX_IN_FLIGHT_PER_ADDRESS: s.default(s.integer({ min: 1 }), 200),
  /** Connections of one address; further ones are closed. Without effect behind a proxy (TRUST_PROXY). */
  MAX_CONNECTIONS_PER_ADDRESS: s.default(s.integer({ min: 1 }), 500),
  /** Requests an hour of a user, or of an address where nobody has signed in. */
  RATE_LIMIT: rateLimit(1_000),
  /** Logins per address in 15 minutes. */
  AUTH_RATE_LIMIT: rateLimit(30),
  /** Registrations per address and hour. */
  REGISTER_RATE_LIMIT: rateLimit(20),
  /** Requests for sites and their files per address and minute. */
  SITE_RATE_LIMIT: rateLimit(3_000),
  /** Multiplies all of them, for load tests, but never the limit of an API key. */
  RATE_LIMIT_SCALE: s.default(s.number({ min: 0.001 }), 1),
} satisfies Fields;

export type GatewayConfig = Readonly<InferFields<typeof gatewayConfig>>;

/** The entries of a list separated by commas, in lower case. */
export function entriesOf(list: string): string[] {
  return list
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== '');
}
