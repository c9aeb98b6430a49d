import { createHmac, timingSafeEqual } from 'node:crypto';

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
  readonly #key: Buffer;

  constructor(key: Buffer) {
    this.#key = key;
  }

  write({ sessionId, number }: RefreshToken): string {
    return `${sessionId}.${number}.${this.#mac(sessionId, String(number)).toString('base64url')}`;
  }

  /** Undefined for a token that was not written with this key. */
  read(token: string): RefreshToken | undefined {
    const [, sessionId, number] = PATTERN.exec(token) ?? [];
    if (sessionId === undefined || number === undefined) return undefined;
    // Compared as text: four spellings of base64url decode to the same bytes, and one of them was given out.
    const written = this.write({ sessionId, number: Number(number) });
    if (!timingSafeEqual(Buffer.from(token), Buffer.from(written))) return undefined;
    return { sessionId, number: Number(number) };
  }

  #mac(sessionId: string, number: string): Buffer {
    return createHmac('sha256', this.#key).update(`${sessionId}.${number}`).digest();
  }
}
