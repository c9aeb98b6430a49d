import { type Ctx, newId } from '@siteninja/core';
import { isDuplicateKey } from '@siteninja/mongo';
import { leases } from './outbox';

const LEASE_MS = 5_000;

/**
 * The right to do something alone among all processes, for 5 s at a time. It is no lock: a process that is
 * suspended for longer may believe for a moment that it holds what another has taken, so what is done under it must
 * bear being done twice. Process time, not the product's clock.
 */
export class Lease {
  readonly #ctx: Ctx;
  readonly #name: string;
  readonly #holder = newId();
  #expiresAt = 0;
  #notBefore = 0;

  constructor(ctx: Ctx, name: string) {
    this.#ctx = ctx;
    this.#name = name;
  }

  /** Acquires the lease, or renews it when half of it is over. @returns whether this process holds it */
  async hold(): Promise<boolean> {
    const now = Date.now();
    if (this.#expiresAt - now > LEASE_MS / 2) return true;
    // Another process holds it: it is not worth asking before it can have expired.
    if (now < this.#notBefore) return false;
    const expiresAt = new Date(now + LEASE_MS);
    const held = (await this.#renew(now, expiresAt)) || (await this.#create(expiresAt));
    this.#expiresAt = held ? expiresAt.getTime() : 0;
    if (!held) this.#notBefore = await this.#expiryOfOther();
    return held;
  }

  /** Whether this process held it when it was asked for last, and it has not expired since. */
  get isHeld(): boolean {
    return this.#expiresAt > Date.now();
  }

  /** Milliseconds until it is worth asking again. */
  get wait(): number {
    return Math.max(this.#notBefore - Date.now(), 0);
  }

  /** Hands it to the next process at once. */
  async release(): Promise<void> {
    if (this.#expiresAt === 0) return;
    this.#expiresAt = 0;
    await leases.in(this.#ctx).delete({ _id: this.#name, holder: this.#holder });
  }

  async #renew(now: number, expiresAt: Date): Promise<boolean> {
    const free = { _id: this.#name, $or: [{ holder: this.#holder }, { expiresAt: { $lte: new Date(now) } }] };
    const row = await leases.in(this.#ctx).updateOne(free, { $set: { holder: this.#holder, expiresAt } });
    return row !== null;
  }

  async #create(expiresAt: Date): Promise<boolean> {
    try {
      await leases.in(this.#ctx).insert({ _id: this.#name, holder: this.#holder, expiresAt });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  async #expiryOfOther(): Promise<number> {
    const row = await leases.in(this.#ctx).findOne({ _id: this.#name });
    return row?.expiresAt.getTime() ?? 0;
  }
}
