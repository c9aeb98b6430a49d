import { availableParallelism } from 'node:os';
import { createLog, systemClock } from '@siteninja/core';
import { createRateStore, type RateStore } from '@siteninja/http';
import { type SharedPorts } from '@siteninja/service';
import { type IdentityConfig } from './config';
import { PasswordHasher } from './passwords/password-hasher';
import { DeviceTokens } from './tokens/device-token';
import { RefreshTokens } from './tokens/refresh-token';
import { SigningKeys } from './tokens/signing-keys';

/** What this service's operations reach besides its database. */
export interface IdentityPorts {
  /** Counts logins by account. */
  readonly loginRates: RateStore;
  readonly deviceTokens: DeviceTokens;
  readonly passwords: PasswordHasher;
  readonly refreshTokens: RefreshTokens;
  readonly signingKeys: SigningKeys;
}

/** @throws where a secret is malformed */
export function openPorts(config: Readonly<IdentityConfig>, shared: SharedPorts): IdentityPorts {
  const cores = availableParallelism();
  return {
    loginRates: loginRatesOf(config, shared),
    deviceTokens: new DeviceTokens(secretOf(config, 'REFRESH_TOKEN_SECRET')),
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

const LOGIN_WINDOW_MS = 15 * 60_000;

function loginRatesOf({ LOG_LEVEL }: Readonly<IdentityConfig>, { clock, redis }: SharedPorts): RateStore {
  const log = createLog('identity', LOG_LEVEL);
  return createRateStore({ windowMs: LOGIN_WINDOW_MS, clock: clock ?? systemClock, log, redis });
}
