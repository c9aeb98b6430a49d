import { unavailable } from '@siteninja/core';
import { E_CANCELED, E_TIMEOUT, Semaphore, withTimeout } from 'async-mutex';
import { E_QUEUE_FULL, KeyedMutex } from './keyed-mutex';

/** Transactions at once. A connection's pool has 10 sockets, and what reads without a transaction needs some. */
const MAX_RUNNING = 8;
/** Less than what the gateway lets a service be silent for, so that the client hears of it. */
const WAIT_TIMEOUT_MS = 45_000;
/** As many as can be served within that time. */
const MAX_WAITING_PER_KEY = 500;

/**
 * The transactions of one database connection. Those with the same key take turns; different keys share the slots
 * fairly, because each of them waits for a slot with one transaction at most.
 */
export class TransactionQueue {
  readonly #mutex = new KeyedMutex({ maxWaiting: MAX_WAITING_PER_KEY, timeoutMs: WAIT_TIMEOUT_MS });
  readonly #slots = withTimeout(new Semaphore(MAX_RUNNING), WAIT_TIMEOUT_MS);

  /**
   * A transaction: in turn, and in a slot.
   * @throws unavailable, with Retry-After, where it cannot be begun in time; and what the work throws
   */
  run<Result>(key: string | undefined, work: () => Promise<Result>): Promise<Result> {
    const inSlot = (): Promise<Result> => this.#slots.runExclusive(work);
    return orBusy(key === undefined ? inSlot() : this.#mutex.runExclusive(key, inSlot));
  }

  /** The same for what consists of several transactions: in turn alone. */
  runExclusive<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    return orBusy(this.#mutex.runExclusive(key, work));
  }

  /** Refuses all that waits now: without a database none of it would succeed, and each would take its time. */
  cancel(): void {
    this.#mutex.cancel();
    this.#slots.cancel();
  }
}

async function orBusy<Result>(running: Promise<Result>): Promise<Result> {
  try {
    return await running;
  } catch (error) {
    throw error === E_TIMEOUT || error === E_CANCELED || error === E_QUEUE_FULL ? busy(error) : error;
  }
}

export function busy(cause: unknown): Error {
  return unavailable('database.busy', 'This could not be stored just now. Please try again.', cause);
}
