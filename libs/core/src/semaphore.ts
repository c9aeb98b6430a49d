import { Semaphore as AsyncSemaphore, withTimeout } from 'async-mutex';

export interface SemaphoreOptions {
  /** Tasks that run at once. */
  permits: number;
  /** Tasks that may wait for a permit; further ones are refused. */
  maxWaiting: number;
  /** How long a task waits for a permit. Default: as long as it takes. */
  maxWaitMs?: number;
  /** What a refused task throws. */
  busy: () => Error;
}

/** Runs a bounded number of tasks at once, first come first served, with a bounded queue. */
export class Semaphore {
  readonly #options: SemaphoreOptions;
  readonly #permits: AsyncSemaphore;
  #waiting = 0;

  constructor(options: SemaphoreOptions) {
    this.#options = options;
    this.#permits = new AsyncSemaphore(options.permits);
  }

  /** @throws what `busy` makes, where the queue is full or the wait took too long */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const release = await this.#acquire();
    try {
      return await work();
    } finally {
      release();
    }
  }

  async #acquire(): Promise<() => void> {
    const { maxWaiting, maxWaitMs, busy } = this.#options;
    const permits = maxWaitMs === undefined ? this.#permits : withTimeout(this.#permits, maxWaitMs, busy());
    if (!this.#permits.isLocked()) return (await permits.acquire())[1];
    if (this.#waiting >= maxWaiting) throw busy();
    this.#waiting += 1;
    try {
      return (await permits.acquire())[1];
    } finally {
      this.#waiting -= 1;
    }
  }
}
