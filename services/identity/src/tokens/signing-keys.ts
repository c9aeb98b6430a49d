import { createPrivateKey, type KeyObject } from 'node:crypto';
import {
  type Ctx,
  DAY_MS,
  DomainError,
  HOUR_MS,
  type Invalidation,
  type KeyRing,
  newId,
  newKeyPair,
} from '@siteninja/core';
import { revocations } from '../revocations/revocation.model';
import { KEY_NUMBER_TAKEN, type SigningKeyRow, signingKeys } from './signing-key.model';

export interface CurrentKey {
  kid: string;
  privateKey: KeyObject;
}

/** How long a process signs with its key before it looks for a newer one: nobody gets tokens of a withdrawn key for longer. */
const CURRENT_KEY_TTL_MS = 1_000;
const SIGNING_PERIOD_MS = 90 * DAY_MS;
/** A key is published before it signs, so that no verifier meets a token whose key it cannot have. */
const PUBLISHED_BEFORE_MS = HOUR_MS;
/** A retired key stays published for longer than the tokens that it has signed are valid. */
const PUBLISHED_AFTER_RETIREMENT_MS = HOUR_MS;
const KEPT_AFTER_RETIREMENT_MS = DAY_MS;

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

  /**
   * Gives the newest key a successor when it has signed for 90 days, encrypts keys with the ring's first key, and
   * deletes those that nobody needs.
   */
  async rotateWhenDue(ctx: Ctx): Promise<void> {
    const now = ctx.clock.now().getTime();
    const newest = await signingKeys.in(ctx).findOne({}, { sort: { number: -1 } });
    if (newest && newest.activeFrom.getTime() + SIGNING_PERIOD_MS <= now) {
      const activeFrom = new Date(now + PUBLISHED_BEFORE_MS);
      await this.#create(ctx, newest.number + 1, activeFrom);
      await signingKeys.in(ctx).update(newest._id, { retiredAt: activeFrom });
    }
    await this.#encryptAnew(ctx);
    await signingKeys.in(ctx).delete({ retiredAt: { $lt: new Date(now - KEPT_AFTER_RETIREMENT_MS) } });
  }

  /**
   * Withdraws every key, so that within a second no token signed so far is valid, and signs with a new one. For a key
   * that is known. Where it fails half-way it is done again.
   */
  async replaceAll(ctx: Ctx): Promise<void> {
    const withdrawn = await signingKeys.in(ctx).find({}, { sort: { number: -1 } });
    const [newest] = withdrawn;
    await this.#create(ctx, (newest?.number ?? 0) + 1, ctx.clock.now());
    for (const { kid } of withdrawn) {
      const what: Invalidation = `signing_key:${kid}`;
      await revocations.in(ctx).insert({ what });
    }
    await signingKeys.in(ctx).delete({ number: { $lte: newest?.number ?? 0 } });
    this.#cached = undefined;
  }

  /** The active key that was made last: its predecessors are retired, or will be when it becomes active. */
  #newest(ctx: Ctx): Promise<SigningKeyRow | null> {
    return signingKeys.in(ctx).findOne({ activeFrom: { $lte: ctx.clock.now() } }, { sort: { number: -1 } });
  }

  async #createFirst(ctx: Ctx): Promise<void> {
    try {
      await this.#create(ctx, 1, ctx.clock.now());
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== KEY_NUMBER_TAKEN) throw error;
    }
  }

  async #create(ctx: Ctx, number: number, activeFrom: Date): Promise<void> {
    const { publicKey, privateKey } = newKeyPair('P-256');
    const kid = newId();
    await signingKeys.in(ctx).insert({
      number,
      kid,
      publicJwk: publicKey.export({ format: 'jwk' }),
      encryptedPrivateJwk: this.#keyRing.encrypt(JSON.stringify(privateKey.export({ format: 'jwk' })), kid),
      activeFrom,
      retiredAt: null,
    });
  }

  async #encryptAnew(ctx: Ctx): Promise<void> {
    for (const { _id, kid, encryptedPrivateJwk: text } of await signingKeys.in(ctx).find({})) {
      if (!this.#keyRing.isOutdated(text)) continue;
      const encryptedPrivateJwk = this.#keyRing.encrypt(this.#keyRing.decrypt(text, kid), kid);
      await signingKeys.in(ctx).update(_id, { encryptedPrivateJwk });
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
