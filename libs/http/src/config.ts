import { type KeyObject } from 'node:crypto';
import { privateKeyFrom, publicKeyFrom, type ServiceName, type TrustedKeys } from '@siteninja/core';
import { configValue, type Fields, type InferFields, s } from '@siteninja/schema';

const signingKey = configValue('a private key on P-256 as a JWK; npm run env makes one', privateKeyFrom);
const trustedKeys = configValue(
  'a JSON object: issuer to public key on P-256 (JWK), or to a list of them',
  readTrustedKeys,
);
const targets = (fallback: string) =>
  s.default(configValue('one or several http or https URLs, separated by commas', readTargets), [fallback]);
const port = (min: 0 | 1) => s.integer({ min, max: 65_535 });

/**
 * What every process is configured by; a service's config.ts adds its own. docs/configuration.md is written from
 * the descriptions.
 */
export const commonConfig = {
  NODE_ENV: s.describe(
    s.default(s.enum('development', 'test', 'production'), 'development'),
    'In production adapters inside the process are refused.',
  ),
  LOG_LEVEL: s.describe(
    s.default(s.enum('silent', 'error', 'warn', 'info', 'debug'), 'info'),
    'What is logged: this and what is graver.',
  ),
  HOST: s.describe(s.default(s.string(), '127.0.0.1'), 'Address to listen on; `0.0.0.0` in a container.'),
  PORT: s.describe(
    port(0),
    "Port to listen on. Under `npm start` it is the gateway's, and the six after it are the services'.",
  ),
  REDIS_URL: s.describe(
    s.optional(urlOf('redis', 'rediss')),
    'Redis for limits and caches, `redis://…`; required in production. Without it each process counts and caches for itself.',
  ),
  SIGNING_KEY: s.describe(signingKey, "The process's own private key (JWK, ES256), by which others know it."),
  TRUSTED_KEYS: s.describe(
    trustedKeys,
    'JSON: issuer → public key (JWK) of whom the process believes, or a list of keys while one is replaced.',
  ),
  ALLOW_EMBEDDED: s.describe(
    s.default(s.boolean(), false),
    'Allows adapters inside the process (cache, files on disk, no broker) in production.',
  ),
  VALIDATE_RESPONSES: s.describe(
    s.optional(s.boolean()),
    'Holds every answer against its schema; a difference is then a 500. Without it: yes, but not in production.',
  ),
  BASE_DOMAIN: s.describe(
    s.default(s.string({ max: 200 }), 'localhost'),
    "Tenants' sites are at `<subdomain>.<BASE_DOMAIN>`.",
  ),
  PUBLIC_SCHEME: s.describe(
    s.default(s.enum('http', 'https'), 'http'),
    'How sites are reached from outside.',
  ),
  PUBLIC_PORT: s.describe(s.default(port(1), 8080), 'The port at which sites are reached from outside.'),
  TENANT_URL: s.describe(
    targets('http://127.0.0.1:8081'),
    'Where tenant listens; separate several by commas.',
  ),
  CONTENT_URL: s.describe(targets('http://127.0.0.1:8082'), 'Where content listens.'),
  IDENTITY_URL: s.describe(targets('http://127.0.0.1:8083'), 'Where identity listens.'),
  BILLING_URL: s.describe(targets('http://127.0.0.1:8084'), 'Where billing listens.'),
  ASSET_URL: s.describe(targets('http://127.0.0.1:8085'), 'Where asset listens.'),
  INTEGRATION_URL: s.describe(targets('http://127.0.0.1:8086'), 'Where integration listens.'),
} satisfies Fields;

export type CommonConfig = InferFields<typeof commonConfig>;

/** The address of something that a process connects to, by its protocols. */
export function urlOf(...protocols: readonly [string, ...string[]]) {
  return configValue(
    `a URL that begins with ${protocols.map((name) => `${name}://`).join(' or ')}`,
    (text) => {
      // The address of a replica set has several hosts, which URL does not read.
      const known = protocols.some((protocol) => text.startsWith(`${protocol}://`));
      if (!known || !/^[a-z+]+:\/\/[^\s/]/.test(text)) throw new Error('This is no such URL.');
      return text;
    },
  );
}

/** @throws where the text is no JSON object of public keys, or of lists of them */
function readTrustedKeys(text: string): TrustedKeys {
  const entries: Record<string, unknown> = JSON.parse(text);
  if (typeof entries !== 'object' || entries === null || Array.isArray(entries)) {
    throw new Error('This is no object.');
  }
  return new Map(Object.entries(entries).map(([issuer, keys]) => [issuer, publicKeysOf(keys)]));
}

function publicKeysOf(keys: unknown): KeyObject[] {
  const list: unknown[] = Array.isArray(keys) ? keys : [keys];
  return list.map((jwk) => publicKeyFrom(JSON.stringify(jwk)));
}

/** @throws where one of them is no http URL */
function readTargets(list: string): string[] {
  const targets = list.split(',').map((url) => url.trim().replace(/\/$/, ''));
  if (!targets.every((url) => /^https?:$/.test(new URL(url).protocol))) throw new Error('These are no URLs.');
  return targets;
}

/** The targets of one service. */
export function targetsOf(config: CommonConfig, name: ServiceName): string[] {
  const urls: Record<ServiceName, string[]> = {
    tenant: config.TENANT_URL,
    content: config.CONTENT_URL,
    identity: config.IDENTITY_URL,
    billing: config.BILLING_URL,
    asset: config.ASSET_URL,
    integration: config.INTEGRATION_URL,
  };
  return urls[name];
}
