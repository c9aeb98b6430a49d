import { createHmac, timingSafeEqual } from 'node:crypto';

/** Which session a refresh token continues, and the how-manieth of it it is. */
export interface RefreshToken {
  sessionId: string;
  number: number;
}

const FORM = /^([0-9a-f-]{36})\.(0|[1-9]\d{0,8})\.[\w-]{43}$/;

/**
 * Refresh tokens: `<session>.<number>.<HMAC of both>`. They follow from the server's key, so none is stored, and
 * whoever asks twice at once gets the same one.
 */
export class RefreshTokens {
  readonly #key: Buffer;

  constructor(key: Buffer) {
    this.#key = key;
  }

  write({ sessionId, number }: RefreshToken): string {
    return `${sessionId}.${number}.${this.#proof(sessionId, String(number)).toString('base64url')}`;
  }

  /** Undefined for whatever was not written here. */
  read(token: string): RefreshToken | undefined {
    const [, sessionId, number] = FORM.exec(token) ?? [];
    if (sessionId === undefined || number === undefined) return undefined;
    // As text: four spellings of base64url stand for the same bytes, and one of them was given out.
    const written = this.write({ sessionId, number: Number(number) });
    if (!timingSafeEqual(Buffer.from(token), Buffer.from(written))) return undefined;
    return { sessionId, number: Number(number) };
  }

  #proof(sessionId: string, number: string): Buffer {
    return createHmac('sha256', this.#key).update(`${sessionId}.${number}`).digest();
  }
}
