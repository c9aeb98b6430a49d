import { type Ctx, newId } from '@siteninja/core';
import { isDuplicateKey } from '@siteninja/mongo';
import { leases } from './outbox';

/** Milliseconds. */
const LASTS = 5_000;

/**
 * The right to do something alone, for 5 s at a time. It is no lock: a process that stands still for longer
 * may believe for a moment that it has what another has taken, so what is done under it must bear being done
 * twice. Process time, not the product's clock.
 */
export class Lease {
  readonly #ctx: Ctx;
  readonly #name: string;
  readonly #holder = newId();
  #until = 0;
  #notBefore = 0;

  constructor(ctx: Ctx, name: string) {
    this.#ctx = ctx;
    this.#name = name;
  }

  /** Takes the lease, or prolongs it when half of it is over. @returns whether it is ours */
  async hold(): Promise<boolean> {
    const now = Date.now();
    if (this.#until - now > LASTS / 2) return true;
    // Somebody else has it: they are not asked again before it can have ended.
    if (now < this.#notBefore) return false;
    const expiresAt = new Date(now + LASTS);
    const ours = (await this.#prolong(now, expiresAt)) || (await this.#create(expiresAt));
    this.#until = ours ? expiresAt.getTime() : 0;
    if (!ours) this.#notBefore = await this.#end();
    return ours;
  }

  /** Milliseconds until it is worth asking again. */
  get wait(): number {
    return Math.max(this.#notBefore - Date.now(), 0);
  }

  /** Lets the next process have it at once. */
  async release(): Promise<void> {
    if (this.#until === 0) return;
    this.#until = 0;
    await leases.in(this.#ctx).delete({ _id: this.#name, holder: this.#holder });
  }

  async #prolong(now: number, expiresAt: Date): Promise<boolean> {
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

  async #end(): Promise<number> {
    const row = await leases.in(this.#ctx).findOne({ _id: this.#name });
    return row?.expiresAt.getTime() ?? 0;
  }
}
