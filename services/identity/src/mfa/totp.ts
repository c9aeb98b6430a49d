import { Secret, TOTP } from 'otpauth';

/** RFC 6238, as authenticator apps know it: SHA-1, six digits, 30 seconds. */
const PERIOD_SECONDS = 30;
const FORM = { issuer: 'SiteNinja', algorithm: 'SHA1', digits: 6, period: PERIOD_SECONDS };
/** A code is taken for one step before and after its own (RFC 6238 §5.2): clocks differ. */
const WINDOW = 1;

/** RFC 4226 §4 recommends 160 bits. @returns base32 */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** `otpauth://totp/…`, as apps read it from a QR code. */
export function otpauthUrl(secret: string, label: string): string {
  return new TOTP({ ...FORM, label, secret }).toString();
}

/** The time step that the code belongs to; null where it belongs to none around `now`. */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  const timestamp = now.getTime();
  const delta = new TOTP({ ...FORM, secret }).validate({ token: code, timestamp, window: WINDOW });
  return delta === null ? null : Math.floor(timestamp / 1_000 / PERIOD_SECONDS) + delta;
}
