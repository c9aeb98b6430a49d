import { resolve } from 'node:path';
import { commonConfig } from '@siteninja/http';
import { type Fields, type InferFields, s } from '@siteninja/schema';
const addresses = s.default(s.string({ min: 0 }), '');
const bucket = (limit: number) => s.default(s.integer({ min: 1 }), limit);

/** What the gateway is configured by. */
export const gatewayConfig = {
  ...commonConfig,
  PORT: s.default(commonConfig.PORT, 8080),
  /** The gateway takes identity tokens from nobody; it only makes them. */
  TRUSTED_KEYS: s.default(commonConfig.TRUSTED_KEYS, '{}'),
  /** Hosts, separated by commas, that are the API's besides BASE_DOMAIN, localhost and IP addresses. */
  API_HOSTS: addresses,
  /** Origins, separated by commas, whose pages may call the API with credentials. */
  CORS_ORIGINS: addresses,
  /** How many proxies in front of the gateway add to X-Forwarded-For. */
  TRUST_PROXY: s.default(s.integer({ min: 0, max: 10 }), 0),
  OPENAPI_FILE: s.default(s.string(), resolve(__dirname, '../../api/openapi.json')),
  /** Seconds that a service may be silent on a request. */
  PROXY_TIMEOUT: s.default(s.integer({ min: 1, max: 3_600 }), 60),
  /** Requests under way at once; what comes on top is sent away with 503. */
  MOST_IN_FLIGHT: s.default(s.integer({ min: 1 }), 1_000),
  /** Requests an hour of a user, or of an address where nobody is signed in. */
  RATE_LIMIT: bucket(1_000),
  /** Log-ins and the like, per address in 15 minutes. */
  AUTH_RATE_LIMIT: bucket(30),
  /** Registrations per address and hour. */
  REGISTER_RATE_LIMIT: bucket(20),
  /** Forms sent per address and hour. */
  FORM_RATE_LIMIT: bucket(60),
  /** Requests to the AI per tenant and hour. */
  AI_RATE_LIMIT: bucket(120),
  /** Requests for sites and their files per address and minute. */
  SITE_RATE_LIMIT: bucket(3_000),
  /** Multiplies all of them, for load tests; never the limit of an API key. */
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
