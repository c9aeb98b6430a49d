import { type KeyObject } from 'node:crypto';
import { publicKeyFrom, type ServiceName } from '@siteninja/core';
import { type Fields, type InferFields, s } from '@siteninja/schema';

/** What every process is configured by; a service's config.ts adds its own. */
export const commonConfig = {
  NODE_ENV: s.default(s.enum('development', 'test', 'production'), 'development'),
  LOG_LEVEL: s.default(s.enum('silent', 'error', 'warn', 'info', 'debug'), 'info'),
  HOST: s.default(s.string(), '127.0.0.1'),
  PORT: s.integer({ min: 0, max: 65_535 }),
  REDIS_URL: s.optional(s.string()),
  /** This process's own private key (JWK), by which others know it. */
  SIGNING_KEY: s.string(),
  /** JSON: issuer → public key (JWK) of whom this process trusts. */
  TRUSTED_KEYS: s.string({ max: 100_000 }),
  /** Adapters that live in this process alone are refused in production without it. */
  ALLOW_EMBEDDED: s.default(s.boolean(), false),
  /** Hold every answer against its schema; by default outside production. */
  VALIDATE_RESPONSES: s.optional(s.boolean()),
  BASE_DOMAIN: s.default(s.string({ max: 200 }), 'localhost'),
  PUBLIC_SCHEME: s.default(s.enum('http', 'https'), 'http'),
  PUBLIC_PORT: s.default(s.integer({ min: 1, max: 65_535 }), 8080),
  /** Where each service listens; several targets are separated by commas. */
  TENANT_URL: s.default(s.string(), 'http://127.0.0.1:8081'),
  CONTENT_URL: s.default(s.string(), 'http://127.0.0.1:8082'),
  IDENTITY_URL: s.default(s.string(), 'http://127.0.0.1:8083'),
  BILLING_URL: s.default(s.string(), 'http://127.0.0.1:8084'),
  ASSET_URL: s.default(s.string(), 'http://127.0.0.1:8085'),
  INTEGRATION_URL: s.default(s.string(), 'http://127.0.0.1:8086'),
} satisfies Fields;

export type CommonConfig = InferFields<typeof commonConfig>;

/** @throws where TRUSTED_KEYS is no JSON object of public keys */
export function readTrustedKeys(trusted: string): ReadonlyMap<string, KeyObject> {
  const entries: Record<string, unknown> = JSON.parse(trusted);
  return new Map(
    Object.entries(entries).map(([issuer, jwk]) => [issuer, publicKeyFrom(JSON.stringify(jwk))]),
  );
}

/** The targets of one service. */
export function targetsOf(config: CommonConfig, name: ServiceName): string[] {
  const urls: Record<ServiceName, string> = {
    tenant: config.TENANT_URL,
    content: config.CONTENT_URL,
    identity: config.IDENTITY_URL,
    billing: config.BILLING_URL,
    asset: config.ASSET_URL,
    integration: config.INTEGRATION_URL,
  };
  return urls[name].split(',').map((url) => url.trim().replace(/\/$/, ''));
}
