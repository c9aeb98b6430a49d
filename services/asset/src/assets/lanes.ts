import { unavailable } from '@siteninja/core';

export interface LanesOptions {
  /** Pieces of work that run at once. */
  atOnce: number;
  /** Others that wait for their turn. */
  mostWaiting: number;
  /** Milliseconds that they wait at most. */
  patience: number;
}

/** Lets so many pieces of work run at once; the others wait in line, and what finds the line full is refused. */
export class Lanes {
  readonly #options: LanesOptions;
  readonly #waiting = new Set<() => void>();
  #running = 0;

  constructor(options: LanesOptions) {
    this.#options = options;
  }

  /** @throws unavailable, with Retry-After, where the line is full or does not move */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#options.atOnce) await this.#turn();
    else this.#running += 1;
    try {
      return await work();
    } finally {
      this.#next();
    }
  }

  /** Whoever is next takes over the place, so that nobody slips in between. */
  #next(): void {
    const [next] = this.#waiting;
    if (next) next();
    else this.#running -= 1;
  }

  #turn(): Promise<void> {
    const { mostWaiting, patience } = this.#options;
    if (this.#waiting.size >= mostWaiting) throw busy();
    return new Promise((resolve, reject) => {
      const go = (): void => {
        this.#waiting.delete(go);
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(go);
        reject(busy());
      }, patience);
      this.#waiting.add(go);
    });
  }
}

function busy(): Error {
  return unavailable('asset.busy', 'Many uploads are being worked on. Try again in a moment.');
}
