import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { DAY_MS, type SecretRing } from '@siteninja/core';

/** A device is remembered for so long after its last login. */
const DEVICE_TTL_MS = 180 * DAY_MS;

const PATTERN = /^([\w-]{22})\.(\d{1,15})\.[\w-]{43}$/;

/**
 * Device tokens: `<device>.<end>.<HMAC of both and of the user>`. They say that somebody has signed in to this account
 * on this device before, and nothing more; none is stored.
 */
export class DeviceTokens {
  readonly #keys: SecretRing;

  /** @param secrets of which keys of its own are derived; the first one writes, all of them read */
  constructor([first, ...others]: SecretRing) {
    this.#keys = [derived(first), ...others.map(derived)];
  }

  /** @param device as `read` gave it; without it the device is a new one */
  write(userId: string, now: Date, device = randomBytes(16).toString('base64url')): string {
    return written(userId, device, String(now.getTime() + DEVICE_TTL_MS), this.#keys[0]);
  }

  /** The device; undefined for a token that is over, of another user, or written with none of the keys. */
  read(token: string, userId: string, now: Date): string | undefined {
    const [, device, end] = PATTERN.exec(token) ?? [];
    if (device === undefined || end === undefined) return undefined;
    const isOurs = this.#keys.some((key) =>
      timingSafeEqual(Buffer.from(token), Buffer.from(written(userId, device, end, key))),
    );
    return isOurs && Number(end) > now.getTime() ? device : undefined;
  }
}

function derived(secret: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'device tokens', 32));
}

function written(userId: string, device: string, end: string, key: Buffer): string {
  const mac = createHmac('sha256', key).update(`${userId}.${device}.${end}`).digest('base64url');
  return `${device}.${end}.${mac}`;
}
