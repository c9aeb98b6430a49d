import { Semaphore as AsyncSemaphore, withTimeout } from 'async-mutex';

export interface SemaphoreOptions {
  /** How many there are: of tasks that take one each, as many run at once. */
  permits: number;
  /** Tasks that may wait for a permit; further ones are refused. */
  maxWaiting: number;
  /** How long a task waits for a permit. Default: as long as it takes. */
  maxWaitMs?: number;
  /** What a refused task throws. */
  busy: () => Error;
}

/** Runs what its permits allow at once, first come first served, with a bounded queue. */
export class Semaphore {
  readonly #options: SemaphoreOptions;
  readonly #permits: AsyncSemaphore;
  #waiting = 0;

  constructor(options: SemaphoreOptions) {
    this.#options = options;
    this.#permits = new AsyncSemaphore(options.permits);
  }

  /**
   * @param weight permits that the task takes; one that needs more than there are runs alone
   * @throws what `busy` makes, where the queue is full or the wait took too long
   */
  async run<T>(work: () => Promise<T>, weight = 1): Promise<T> {
    const release = await this.#acquire(Math.min(weight, this.#options.permits));
    try {
      return await work();
    } finally {
      release();
    }
  }

  /** For what is not worth beginning then. @throws what `busy` makes, where the queue is full */
  assertRoom(): void {
    const { maxWaiting, busy } = this.#options;
    if (!this.#isFree(1) && this.#waiting >= maxWaiting) throw busy();
  }

  #isFree(weight: number): boolean {
    return this.#waiting === 0 && this.#permits.getValue() >= weight;
  }

  async #acquire(weight: number): Promise<() => void> {
    const { maxWaiting, maxWaitMs, busy } = this.#options;
    const permits = maxWaitMs === undefined ? this.#permits : withTimeout(this.#permits, maxWaitMs, busy());
    if (this.#isFree(weight)) return (await permits.acquire(weight))[1];
    if (this.#waiting >= maxWaiting) throw busy();
    this.#waiting += 1;
    try {
      return (await permits.acquire(weight))[1];
    } finally {
      this.#waiting -= 1;
    }
  }
}
