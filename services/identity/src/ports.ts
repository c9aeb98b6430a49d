import { availableParallelism } from 'node:os';
import { createLog, HOUR_MS, systemClock } from '@siteninja/core';
import { createRateStore, type RateStore } from '@siteninja/http';
import { type Mailer, mailerFrom } from '@siteninja/mail';
import { type SharedPorts } from '@siteninja/service';
import { type IdentityConfig } from './config';
import { PasswordHasher } from './passwords/password-hasher';
import { DeviceTokens } from './tokens/device-token';
import { RefreshTokens } from './tokens/refresh-token';
import { SigningKeys } from './tokens/signing-keys';

/** What this service's operations reach besides its database. */
export interface IdentityPorts {
  /** Counts logins by account, in windows of 15 minutes. */
  readonly loginRates: RateStore;
  /** Counts mails by address and invitations by tenant, in windows of an hour. */
  readonly mailRates: RateStore;
  readonly mailer: Mailer;
  /** Null in production, and where nothing moves the clocks of all processes. */
  readonly advanceClock: ((seconds: number) => Promise<Date>) | null;
  readonly deviceTokens: DeviceTokens;
  readonly passwords: PasswordHasher;
  readonly refreshTokens: RefreshTokens;
  readonly signingKeys: SigningKeys;
}

export function openPorts(config: Readonly<IdentityConfig>, shared: SharedPorts): IdentityPorts {
  const cores = availableParallelism();
  return {
    loginRates: ratesOf(LOGIN_WINDOW_MS, config, shared),
    mailRates: ratesOf(MAIL_WINDOW_MS, config, shared),
    mailer: mailerFrom(config, createLog('identity', config.LOG_LEVEL)),
    advanceClock: config.NODE_ENV === 'production' ? null : (shared.advanceClock ?? null),
    deviceTokens: new DeviceTokens(config.REFRESH_TOKEN_SECRET),
    passwords: new PasswordHasher({
      peppers: config.PASSWORD_PEPPER,
      cost: config.BCRYPT_COST,
      concurrency: config.BCRYPT_CONCURRENCY ?? Math.max(1, Math.floor(cores / 2)),
    }),
    refreshTokens: new RefreshTokens(config.REFRESH_TOKEN_SECRET),
    signingKeys: new SigningKeys(config.ENCRYPTION_KEY),
  };
}

const LOGIN_WINDOW_MS = 15 * 60_000;
const MAIL_WINDOW_MS = HOUR_MS;

function ratesOf(
  windowMs: number,
  { LOG_LEVEL }: Readonly<IdentityConfig>,
  { clock, redis }: SharedPorts,
): RateStore {
  const log = createLog('identity', LOG_LEVEL);
  return createRateStore({ windowMs, clock: clock ?? systemClock, log, redis });
}
