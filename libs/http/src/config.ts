import { type KeyObject } from 'node:crypto';
import { publicKeyFrom } from '@siteninja/core';
import {
  flag,
  integer,
  oneOf,
  optional,
  type Fields,
  type ShapeOf,
  text,
  withDefault,
} from '@siteninja/schema';
export const SERVICES = ['tenant', 'content', 'identity', 'billing', 'asset', 'integration'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** What every process is configured by; a service's config.ts adds its own. */
export const commonConfig = {
  NODE_ENV: withDefault(oneOf('development', 'test', 'production'), 'development'),
  LOG_LEVEL: withDefault(oneOf('silent', 'error', 'warn', 'info', 'debug'), 'info'),
  HOST: withDefault(text(), '127.0.0.1'),
  PORT: integer({ min: 0, max: 65_535 }),
  REDIS_URL: optional(text()),
  /** This process's own private key (JWK), by which others know it. */
  SIGNING_KEY: text(),
  /** JSON: issuer → public key (JWK) of whom this process trusts. */
  TRUSTED_KEYS: text({ max: 100_000 }),
  /** Adapters that live in this process alone are refused in production without it. */
  ALLOW_EMBEDDED: withDefault(flag(), false),
  /** Hold every answer against its schema; by default outside production. */
  CHECK_ANSWERS: optional(flag()),
  BASE_DOMAIN: withDefault(text({ max: 200 }), 'localhost'),
  PUBLIC_SCHEME: withDefault(oneOf('http', 'https'), 'http'),
  PUBLIC_PORT: withDefault(integer({ min: 1, max: 65_535 }), 8080),
  /** Where each service listens; several targets are separated by commas. */
  TENANT_URL: withDefault(text(), 'http://127.0.0.1:8081'),
  CONTENT_URL: withDefault(text(), 'http://127.0.0.1:8082'),
  IDENTITY_URL: withDefault(text(), 'http://127.0.0.1:8083'),
  BILLING_URL: withDefault(text(), 'http://127.0.0.1:8084'),
  ASSET_URL: withDefault(text(), 'http://127.0.0.1:8085'),
  INTEGRATION_URL: withDefault(text(), 'http://127.0.0.1:8086'),
} satisfies Fields;

export type CommonConfig = ShapeOf<typeof commonConfig>;

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
