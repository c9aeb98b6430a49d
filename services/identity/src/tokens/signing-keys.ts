import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type Ctx, DomainError, type KeyRing, newId } from '@siteninja/core';
import { KEY_NUMBER_TAKEN, type SigningKeyRow, signingKeys } from './signing-key.model';

export interface CurrentKey {
  kid: string;
  privateKey: KeyObject;
}

/** How long a process signs with its key before it looks for a newer one. */
const CURRENT_KEY_TTL_MS = 60_000;
/** A retired key stays published for longer than the tokens that it has signed are valid. */
const PUBLISHED_AFTER_RETIREMENT_MS = 60 * 60 * 1000;

/** The keys that access tokens are signed with: in the database, the private part encrypted. */
export class SigningKeys {
  readonly #keyRing: KeyRing;
  #cached: { key: CurrentKey; readAt: number } | undefined;

  constructor(keyRing: KeyRing) {
    this.#keyRing = keyRing;
  }

  /** Creates the first key where there is none. Safe when two processes start at once. */
  async prepare(ctx: Ctx): Promise<void> {
    if ((await this.#newest(ctx)) === null) await this.#createFirst(ctx);
    await this.current(ctx);
  }

  /** The key to sign with. @throws where ENCRYPTION_KEY does not hold the key that it was encrypted with */
  async current(ctx: Ctx): Promise<CurrentKey> {
    const now = ctx.clock.now().getTime();
    if (this.#cached && now - this.#cached.readAt < CURRENT_KEY_TTL_MS) return this.#cached.key;
    const row = await this.#newest(ctx);
    if (!row) throw new Error('There is no key to sign access tokens with.');
    const key =
      this.#cached?.key.kid === row.kid
        ? this.#cached.key
        : { kid: row.kid, privateKey: this.#privateKey(row) };
    this.#cached = { key, readAt: now };
    return key;
  }

  /** The keys of the JSON Web Key Set (RFC 7517). */
  async published(ctx: Ctx) {
    const since = new Date(ctx.clock.now().getTime() - PUBLISHED_AFTER_RETIREMENT_MS);
    const rows = await signingKeys
      .in(ctx)
      .find({ $or: [{ retiredAt: null }, { retiredAt: { $gt: since } }] }, { sort: { number: -1 } });
    return rows.map(({ kid, publicJwk: { x = '', y = '' } }) => ({
      kty: 'EC' as const,
      crv: 'P-256' as const,
      x,
      y,
      kid,
      use: 'sig' as const,
      alg: 'ES256' as const,
    }));
  }

  #newest(ctx: Ctx): Promise<SigningKeyRow | null> {
    const filter = { retiredAt: null, activeFrom: { $lte: ctx.clock.now() } };
    return signingKeys.in(ctx).findOne(filter, { sort: { number: -1 } });
  }

  async #createFirst(ctx: Ctx): Promise<void> {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const kid = newId();
    const row = {
      number: 1,
      kid,
      publicJwk: createPublicKey(privateKey).export({ format: 'jwk' }),
      encryptedPrivateJwk: this.#keyRing.encrypt(JSON.stringify(privateKey.export({ format: 'jwk' })), kid),
      activeFrom: ctx.clock.now(),
      retiredAt: null,
    };
    try {
      await signingKeys.in(ctx).insert(row);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== KEY_NUMBER_TAKEN) throw error;
    }
  }

  #privateKey({ kid, encryptedPrivateJwk }: SigningKeyRow): KeyObject {
    try {
      const key = JSON.parse(this.#keyRing.decrypt(encryptedPrivateJwk, kid));
      return createPrivateKey({ key, format: 'jwk' });
    } catch (cause) {
      const message =
        'ENCRYPTION_KEY does not hold the key that the signing keys in the database are encrypted with.';
      throw new Error(message, { cause });
    }
  }
}
