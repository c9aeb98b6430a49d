import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/** A device is remembered for so long after its last login. */
const DEVICE_TTL_MS = 180 * 24 * 60 * 60 * 1000;

const PATTERN = /^([\w-]{22})\.(\d{1,15})\.[\w-]{43}$/;

/**
 * Device tokens: `<device>.<end>.<HMAC of both and of the user>`. They say that somebody has signed in to this account
 * on this device before, and nothing more; none is stored.
 */
export class DeviceTokens {
  readonly #key: Buffer;

  /** @param secret of which a key of its own is derived */
  constructor(secret: Buffer) {
    this.#key = Buffer.from(hkdfSync('sha256', secret, '', 'device tokens', 32));
  }

  /** @param device as `read` gave it; without it the device is a new one */
  write(userId: string, now: Date, device = randomBytes(16).toString('base64url')): string {
    return this.#write(userId, device, String(now.getTime() + DEVICE_TTL_MS));
  }

  /** The device; undefined for a token that is over, of another user, or not written with this key. */
  read(token: string, userId: string, now: Date): string | undefined {
    const [, device, end] = PATTERN.exec(token) ?? [];
    if (device === undefined || end === undefined) return undefined;
    const isOurs = timingSafeEqual(Buffer.from(token), Buffer.from(this.#write(userId, device, end)));
    return isOurs && Number(end) > now.getTime() ? device : undefined;
  }

  #write(userId: string, device: string, end: string): string {
    const mac = createHmac('sha256', this.#key).update(`${userId}.${device}.${end}`).digest('base64url');
    return `${device}.${end}.${mac}`;
  }
}
