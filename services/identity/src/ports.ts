import { availableParallelism } from 'node:os';
import { createLog } from '@siteninja/core';
import { memoryRateStore, type RateStore, redisRateStore } from '@siteninja/http';
import { type SharedPorts } from '@siteninja/service';
import { type IdentityConfig } from './config';
import { PasswordHasher } from './passwords/password-hasher';
import { RefreshTokens } from './tokens/refresh-token';
import { SigningKeys } from './tokens/signing-keys';

/** What this service's operations reach besides its database. */
export interface IdentityPorts {
  /** Counts log-ins. */
  readonly rates: RateStore;
  readonly passwords: PasswordHasher;
  readonly refreshTokens: RefreshTokens;
  readonly signingKeys: SigningKeys;
}

/** @throws where a secret is not what it should be */
export function openPorts(config: Readonly<IdentityConfig>, shared: SharedPorts): IdentityPorts {
  const cores = availableParallelism();
  return {
    rates: ratesOf(config, shared),
    passwords: new PasswordHasher({
      pepper: secretOf(config, 'PASSWORD_PEPPER'),
      cost: config.BCRYPT_COST,
      concurrency: config.BCRYPT_CONCURRENCY ?? Math.max(1, Math.floor(cores / 2)),
    }),
    refreshTokens: new RefreshTokens(secretOf(config, 'REFRESH_TOKEN_SECRET')),
    signingKeys: new SigningKeys(secretOf(config, 'ENCRYPTION_KEY')),
  };
}

function secretOf(
  config: Readonly<IdentityConfig>,
  name: 'ENCRYPTION_KEY' | 'REFRESH_TOKEN_SECRET' | 'PASSWORD_PEPPER',
): Buffer {
  const bytes = Buffer.from(config[name], 'base64url');
  if (bytes.length !== 32) throw new Error(`${name} must be 32 bytes in base64url.`);
  return bytes;
}

function ratesOf({ LOG_LEVEL }: Readonly<IdentityConfig>, { clock, redis }: SharedPorts): RateStore {
  if (redis) return redisRateStore(redis, createLog('identity', LOG_LEVEL));
  return memoryRateStore(clock && (() => clock.now().getTime()));
}
