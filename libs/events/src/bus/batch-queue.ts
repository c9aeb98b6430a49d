import { setImmediate as nextTurn } from 'node:timers/promises';
import { isOverWithin } from '@siteninja/core';
import { BATCH_SIZE, CLOSE_TIMEOUT_MS } from './bus';

/** Hands items on in batches, one after the other: while one is handled the next one gathers. */
export class BatchQueue<Item> {
  readonly #handle: (batch: readonly Item[]) => Promise<void>;
  #waiting: Item[] = [];
  #running: Promise<void> | undefined;
  #closed = false;

  /** @param handle must not throw */
  constructor(handle: (batch: readonly Item[]) => Promise<void>) {
    this.#handle = handle;
  }

  add(...items: Item[]): void {
    this.#waiting.push(...items);
    if (!this.#closed) this.#running ??= this.#run();
  }

  /** @returns what was waiting, which will not be handed on */
  clear(): Item[] {
    return this.#waiting.splice(0);
  }

  /** Waits for the batch in progress, 5 s at most. @returns what was waiting */
  async close(): Promise<Item[]> {
    this.#closed = true;
    const left = this.clear();
    if (this.#running) await isOverWithin(CLOSE_TIMEOUT_MS, this.#running);
    return left;
  }

  async #run(): Promise<void> {
    // Messages that arrive together are added one by one, in the same turn of the event loop.
    await nextTurn();
    while (this.#waiting.length > 0 && !this.#closed) {
      await this.#handle(this.#waiting.splice(0, BATCH_SIZE));
    }
    this.#running = undefined;
  }
}
