import { type DomainEvent } from '@siteninja/contracts';
import { type Ctx, inTime } from '@siteninja/core';
import { rawOutbox } from './outbox/outbox';

/** Milliseconds that the hook may take. */
const PATIENCE = 2_000;
/** Milliseconds by which the clocks of the processes that make ids may differ. */
const SKEW = 10_000;

/**
 * Shows committed events to the hook before they are published: also while they cannot be, and then each
 * only once, however long the backlog grows.
 */
export class FirstLook {
  readonly #ctx: Ctx;
  readonly #hook: ((events: readonly DomainEvent[]) => Promise<void>) | undefined;
  /** What has been seen lately, by id. */
  #seen = new Set<string>();
  #lookedAt = 0;

  constructor(ctx: Ctx, hook: ((events: readonly DomainEvent[]) => Promise<void>) | undefined) {
    this.#ctx = ctx;
    this.#hook = hook;
  }

  async at(events: readonly DomainEvent[]): Promise<void> {
    if (!this.#hook) return;
    try {
      await inTime(this.#hook(events), PATIENCE, () => new Error('It took too long.'));
    } catch (error) {
      this.#ctx.log.warn('what precedes publishing failed', { error });
    }
  }

  /** Looks at what was written since the last call, without reading the whole backlog again. */
  async atWhatIsNew(): Promise<void> {
    if (!this.#hook) return;
    const now = Date.now();
    const since = firstIdAt(Math.max(this.#lookedAt - SKEW, 0));
    const rows = await rawOutbox(this.#ctx)
      .find({ _id: { $gte: since } })
      .toArray();
    const fresh = rows.filter(({ _id }) => !this.#seen.has(_id));
    if (fresh.length > 0) await this.at(fresh.map(({ event }) => event));
    this.#seen = new Set(rows.map(({ _id }) => _id));
    this.#lookedAt = now;
  }
}

/** The lowest UUID version 7 of a moment: its first 48 bits are the time (RFC 9562, 5.7). */
function firstIdAt(milliseconds: number): string {
  const time = milliseconds.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
}
