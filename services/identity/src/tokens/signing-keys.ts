import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type Ctx, decrypt, DomainError, encrypt, newId } from '@siteninja/core';
import { KEY_MADE_ELSEWHERE, type SigningKeyRow, signingKeys } from './signing-key.model';

export interface CurrentKey {
  kid: string;
  privateKey: KeyObject;
}

/** Milliseconds after which a process looks whether there is a newer key. */
const LOOK_AGAIN_AFTER = 60_000;
/** Milliseconds that a retired key is still published: longer than any token that it has signed. */
const PUBLISHED_AFTER_RETIREMENT = 60 * 60 * 1000;

/** The keys that access tokens are signed with: in the database, the private part encrypted. */
export class SigningKeys {
  readonly #encryptionKey: Buffer;
  #known: { key: CurrentKey; readAt: number } | undefined;

  constructor(encryptionKey: Buffer) {
    this.#encryptionKey = encryptionKey;
  }

  /** Makes the first key where there is none. Safe when two processes start at once. */
  async prepare(ctx: Ctx): Promise<void> {
    if ((await this.#newest(ctx)) === null) await this.#makeFirst(ctx);
    await this.current(ctx);
  }

  /** The key to sign with now. @throws where ENCRYPTION_KEY is not the one that it was stored with */
  async current(ctx: Ctx): Promise<CurrentKey> {
    const now = ctx.clock.now().getTime();
    if (this.#known && now - this.#known.readAt < LOOK_AGAIN_AFTER) return this.#known.key;
    const row = await this.#newest(ctx);
    if (!row) throw new Error('There is no key to sign access tokens with.');
    const key =
      this.#known?.key.kid === row.kid
        ? this.#known.key
        : { kid: row.kid, privateKey: this.#privateKey(row) };
    this.#known = { key, readAt: now };
    return key;
  }

  /** The public parts, as a JSON Web Key Set (RFC 7517) names them. */
  async published(ctx: Ctx) {
    const since = new Date(ctx.clock.now().getTime() - PUBLISHED_AFTER_RETIREMENT);
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

  async #makeFirst(ctx: Ctx): Promise<void> {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const kid = newId();
    const row = {
      number: 1,
      kid,
      publicJwk: createPublicKey(privateKey).export({ format: 'jwk' }),
      encryptedPrivateJwk: encrypt(
        JSON.stringify(privateKey.export({ format: 'jwk' })),
        kid,
        this.#encryptionKey,
      ),
      activeFrom: ctx.clock.now(),
      retiredAt: null,
    };
    try {
      await signingKeys.in(ctx).insert(row);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== KEY_MADE_ELSEWHERE) throw error;
    }
  }

  #privateKey({ kid, encryptedPrivateJwk }: SigningKeyRow): KeyObject {
    try {
      const key = JSON.parse(decrypt(encryptedPrivateJwk, kid, this.#encryptionKey));
      return createPrivateKey({ key, format: 'jwk' });
    } catch (cause) {
      const message =
        'ENCRYPTION_KEY is not the one that the signing keys in the database are encrypted with.';
      throw new Error(message, { cause });
    }
  }
}
