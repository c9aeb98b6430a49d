import { Mutex, type MutexInterface, withTimeout } from 'async-mutex';

export interface KeyedMutexLimits {
  /** How many may wait for one key. */
  maxWaiting: number;
  timeoutMs: number;
}

/** One mutex for each key: work of one key is done one at a time, in order of arrival. */
export class KeyedMutex {
  readonly #limits: KeyedMutexLimits;
  /** Only of keys that are in use. */
  readonly #entries = new Map<string, { mutex: MutexInterface; users: number }>();

  constructor(limits: KeyedMutexLimits) {
    this.#limits = limits;
  }

  /**
   * @throws E_QUEUE_FULL, E_TIMEOUT where its turn does not come in time, E_CANCELED after `cancel`, in each case
   *   without having begun the work; and what the work throws
   */
  async runExclusive<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const entry = this.#entries.get(key) ?? this.#add(key);
    // One of the users is at work.
    if (entry.users > this.#limits.maxWaiting) throw E_QUEUE_FULL;
    entry.users += 1;
    try {
      return await entry.mutex.runExclusive(work);
    } finally {
      entry.users -= 1;
      if (entry.users === 0) this.#entries.delete(key);
    }
  }

  /** Refuses all that waits now. */
  cancel(): void {
    for (const { mutex } of this.#entries.values()) mutex.cancel();
  }

  #add(key: string): { mutex: MutexInterface; users: number } {
    const entry = { mutex: withTimeout(new Mutex(), this.#limits.timeoutMs), users: 0 };
    this.#entries.set(key, entry);
    return entry;
  }
}

export const E_QUEUE_FULL = new Error('too many wait for the mutex');
