import { type Ctx, unavailable } from '@siteninja/core';
import { E_CANCELED, E_TIMEOUT, Semaphore, withTimeout } from 'async-mutex';
import { E_QUEUE_FULL, KeyedMutex } from './keyed-mutex';
import { type Part } from './tx';

/** Transactions at once. A connection's pool has 10 sockets, and what reads without a transaction needs some. */
const MAX_RUNNING = 8;
/** Less than what the gateway lets a service be silent for, so that the client hears of it. */
const WAIT_TIMEOUT_MS = 45_000;
/** As many as can be served within that time. */
const MAX_WAITING_PER_KEY = 500;
/** More would make the first of them wait, and save hardly anything. */
const MAX_TOGETHER = 16;

/** A part of a transaction that waits for others to be committed with. */
interface Waiting {
  part: Part;
  /** Once it has been begun, in its own turn or that of one before it. */
  outcome?: Promise<void>;
}

/**
 * The transactions of one database connection. Those with the same key take turns; different keys share the slots
 * fairly, because each of them waits for a slot with one transaction at most.
 */
export class TransactionQueue {
  readonly #mutex = new KeyedMutex({ maxWaiting: MAX_WAITING_PER_KEY, timeoutMs: WAIT_TIMEOUT_MS });
  readonly #slots = withTimeout(new Semaphore(MAX_RUNNING), WAIT_TIMEOUT_MS);
  /** By key, in order of arrival. */
  readonly #gathered = new Map<string, Waiting[]>();

  /**
   * A transaction: in turn, and in a slot.
   * @throws unavailable, with Retry-After, where it cannot be begun in time; and what the work throws
   */
  run<Result>(key: string | undefined, work: () => Promise<Result>): Promise<Result> {
    const inSlot = (): Promise<Result> => this.#slots.runExclusive(work);
    return orBusy(key === undefined ? inSlot() : this.#mutex.runExclusive(key, inSlot));
  }

  /**
   * The same for a part of a transaction: whoever's turn has come takes along those of its key that wait behind it.
   * @param commitAll says of each what became of it
   */
  async runTogether(
    key: string,
    part: Part,
    commitAll: (parts: readonly Part[]) => Promise<PromiseSettledResult<void>[]>,
  ): Promise<void> {
    const waiting: Waiting = { part };
    const gathered = this.#gathered.get(key) ?? [];
    this.#gathered.set(key, gathered);
    gathered.push(waiting);
    try {
      await this.run(key, () => waiting.outcome ?? beginAll(gathered.splice(0, MAX_TOGETHER), commitAll));
    } catch (error) {
      // Its turn may end, or not come in time, after another has begun it: then that counts.
      if (!waiting.outcome) {
        gathered.splice(gathered.indexOf(waiting), 1);
        throw error;
      }
    } finally {
      if (gathered.length === 0) this.#gathered.delete(key);
    }
    await waiting.outcome;
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

async function beginAll(
  all: readonly Waiting[],
  commitAll: (parts: readonly Part[]) => Promise<PromiseSettledResult<void>[]>,
): Promise<void> {
  const outcomes = commitAll(all.map(({ part }) => part));
  for (const [index, waiting] of all.entries()) {
    waiting.outcome = outcomes.then((known) => {
      const outcome = known[index];
      if (outcome?.status === 'rejected') throw outcome.reason;
    });
    // Awaited by who waits for it; until then a failure must not look like one that nobody handles.
    waiting.outcome.catch(() => undefined);
  }
  await outcomes;
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

/** By connection: services that share a process share no queue. */
const queues = new WeakMap<Ctx['db'], TransactionQueue>();

export function queueOf(db: Ctx['db']): TransactionQueue {
  const queue = queues.get(db) ?? new TransactionQueue();
  queues.set(db, queue);
  return queue;
}
