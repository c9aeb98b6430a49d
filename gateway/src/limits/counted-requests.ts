import { type AnswerOf, type BodyOf, type calls, MAX_API_REQUEST_ITEMS } from '@siteninja/contracts';
import { chunked, type Clock, monthOf, newId } from '@siteninja/core';

export type Batch = BodyOf<typeof calls.countApiRequests>;
export type Answer = AnswerOf<typeof calls.countApiRequests>;

/** What a tenant has used of a month. */
interface Counter {
  readonly tenantId: string;
  readonly month: string;
  /** Null is none, also as long as billing has not said. */
  limit: number | null;
  /** As billing has said last. */
  used: number;
  /** On their way to billing. */
  sending: number;
  /** Counted since. */
  pending: number;
  /** Whether billing is to be asked even if nothing is pending. */
  isAsked: boolean;
  /** By the monotonic clock: when billing has answered last, and when a request was counted last. */
  readAt: number;
  countedAt: number;
}

const STALE_AFTER_MS = 5_000;
/** A tenant at its limit may have bought more. */
const RECHECKED_AFTER_MS = 1_000;
const FORGOTTEN_AFTER_MS = 10 * 60_000;
/** What billing has not been told of is at most this part of what is left. */
const UNTOLD_PART = 0.01;

/** What one gateway has counted of each tenant, and how much of it billing knows. */
export class CountedRequests {
  readonly #clock: Clock;
  readonly #counters = new Map<string, Counter>();
  /** Of months that are over. */
  #late: Batch['items'] = [];
  #unanswered: Batch[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether billing has to be told, or asked, before another request is counted. */
  isOutdated(tenantId: string): boolean {
    const counter = this.#of(tenantId);
    const age = this.#clock.monotonicMs() - counter.readAt;
    const [left, untold] = [leftOf(counter), untoldOf(counter)];
    counter.isAsked =
      left > 0
        ? age >= STALE_AFTER_MS || untold >= Math.max(1, left * UNTOLD_PART)
        : age >= RECHECKED_AFTER_MS || untold > 0;
    return counter.isAsked;
  }

  /** Counts a request. @returns the limit, with nothing counted, where it is reached; else null */
  count(tenantId: string): { limit: number; usage: number } | null {
    const counter = this.#of(tenantId);
    const { limit, used } = counter;
    if (limit !== null && leftOf(counter) <= 0) return { limit, usage: used + untoldOf(counter) };
    counter.pending += 1;
    counter.countedAt = this.#clock.monotonicMs();
    return null;
  }

  /** What was sent and got no answer: under the same ids it is counted once. */
  get unanswered(): readonly Batch[] {
    return this.#unanswered;
  }

  /** What has been counted since; call it once everything before has its answer. */
  takeBatches(): readonly Batch[] {
    const batches = chunked([...this.#late, ...this.#takeItems()], MAX_API_REQUEST_ITEMS);
    this.#late = [];
    this.#unanswered.push(...batches.map((items) => ({ batchId: newId(), items })));
    return this.#unanswered;
  }

  settle(batch: Batch, answer: Answer): void {
    this.#unanswered = this.#unanswered.filter((each) => each !== batch);
    for (const { tenantId, month, count } of batch.items) {
      const counter = this.#counters.get(tenantId);
      const known = answer.items.find((each) => each.tenantId === tenantId && each.month === month);
      if (counter?.month !== month) continue;
      counter.sending -= count;
      counter.readAt = this.#clock.monotonicMs();
      if (known) Object.assign(counter, { used: known.used, limit: known.limit });
    }
  }

  /** Drops tenants whose keys have not been used for a while. */
  forgetIdle(): void {
    const before = this.#clock.monotonicMs() - FORGOTTEN_AFTER_MS;
    for (const [tenantId, counter] of this.#counters) {
      if (untoldOf(counter) === 0 && counter.countedAt < before) this.#counters.delete(tenantId);
    }
  }

  #of(tenantId: string): Counter {
    const month = monthOf(this.#clock.now());
    const known = this.#counters.get(tenantId);
    if (known?.month === month) return known;
    if (known && known.pending > 0) this.#late.push({ tenantId, month: known.month, count: known.pending });
    const countedAt = this.#clock.monotonicMs();
    const counts = { limit: null, used: 0, sending: 0, pending: 0, isAsked: false };
    const counter = { tenantId, month, ...counts, readAt: -Infinity, countedAt };
    this.#counters.set(tenantId, counter);
    return counter;
  }

  #takeItems(): Batch['items'] {
    const told = [...this.#counters.values()].filter(({ pending, isAsked }) => pending > 0 || isAsked);
    return told.map((counter) => {
      const { tenantId, month, pending: count } = counter;
      counter.sending += count;
      counter.pending = 0;
      counter.isAsked = false;
      return { tenantId, month, count };
    });
  }
}

function untoldOf({ sending, pending }: Counter): number {
  return sending + pending;
}

function leftOf(counter: Counter): number {
  return counter.limit === null ? Infinity : counter.limit - counter.used - untoldOf(counter);
}
