import { createHmac, timingSafeEqual } from 'node:crypto';
import { type SecretRing } from '@siteninja/core';

/** The session that a refresh token continues, and the token's rotation number, 1 and up. */
export interface RefreshToken {
  sessionId: string;
  number: number;
}

const PATTERN = /^([0-9a-f-]{36})\.(0|[1-9]\d{0,8})\.[\w-]{43}$/;

/**
 * Refresh tokens: `<session>.<number>.<HMAC of both>`. They follow from the server's key: none is stored, and two
 * concurrent refreshes get the same one.
 */
export class RefreshTokens {
  readonly #keys: SecretRing;

  /** @param keys the first one writes, all of them read */
  constructor(keys: SecretRing) {
    this.#keys = keys;
  }

  write(about: RefreshToken): string {
    return written(about, this.#keys[0]);
  }

  /** Undefined for a token that was written with none of the keys. */
  read(token: string): RefreshToken | undefined {
    const [, sessionId, number] = PATTERN.exec(token) ?? [];
    if (sessionId === undefined || number === undefined) return undefined;
    // Compared as text: four spellings of base64url decode to the same bytes, and one of them was given out.
    const about = { sessionId, number: Number(number) };
    const isOurs = this.#keys.some((key) =>
      timingSafeEqual(Buffer.from(token), Buffer.from(written(about, key))),
    );
    return isOurs ? about : undefined;
  }
}

function written({ sessionId, number }: RefreshToken, key: Buffer): string {
  const mac = createHmac('sha256', key).update(`${sessionId}.${number}`).digest('base64url');
  return `${sessionId}.${number}.${mac}`;
}
