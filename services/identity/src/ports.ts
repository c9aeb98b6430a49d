import { hkdfSync } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { connectRedis, createLog } from '@siteninja/core';
import { memoryRateStore, type RateStore, redisRateStore, type SharedPorts } from '@siteninja/http';
import { type IdentityConfig } from './config';
import { PasswordHasher } from './passwords/password-hasher';
import { RefreshTokens } from './sessions/refresh-token';
import { SigningKeys } from './signing-keys/signing-keys';

/** What this service's operations reach besides its database. */
export interface IdentityPorts {
  /** Counts log-ins. */
  readonly rates: RateStore;
  readonly passwords: PasswordHasher;
  readonly refreshTokens: RefreshTokens;
  readonly signingKeys: SigningKeys;
}

const KEY_BYTES = 32;

/** @throws where ENCRYPTION_KEY is not what it should be */
export async function openPorts(
  config: Readonly<IdentityConfig>,
  shared: SharedPorts,
): Promise<IdentityPorts> {
  const key = Buffer.from(config.ENCRYPTION_KEY, 'base64url');
  if (key.length !== KEY_BYTES) throw new Error('ENCRYPTION_KEY must be 32 bytes in base64url.');
  const cores = availableParallelism();
  return {
    rates: await openRates(config, shared),
    passwords: new PasswordHasher({
      pepper: derived(key, 'passwords'),
      cost: config.BCRYPT_COST,
      concurrency: config.BCRYPT_CONCURRENCY ?? Math.max(1, Math.floor(cores / 2)),
    }),
    refreshTokens: new RefreshTokens(derived(key, 'refresh tokens')),
    signingKeys: new SigningKeys(derived(key, 'signing keys')),
  };
}

/** A key for one purpose (RFC 5869), so that none serves two. */
function derived(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', `siteninja identity: ${purpose}`, KEY_BYTES));
}

async function openRates(config: Readonly<IdentityConfig>, { clock }: SharedPorts): Promise<RateStore> {
  const { REDIS_URL, LOG_LEVEL } = config;
  if (REDIS_URL === undefined) return memoryRateStore(clock && (() => clock.now().getTime()));
  const log = createLog('identity', LOG_LEVEL);
  return redisRateStore(await connectRedis(REDIS_URL, log), log);
}
