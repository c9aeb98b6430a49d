import { type Bus } from './bus';

/** Counting asks the broker for every queue, and readiness is asked often. */
const COUNT_INTERVAL_MS = 30_000;

/** How many messages wait for a person; for readiness. */
export class DeadLetterMonitor {
  readonly #bus: Bus;
  readonly #monotonicMs: () => number;
  #countedAtMs = Number.NEGATIVE_INFINITY;
  #known: readonly [name: string, count: number][] = [];

  constructor(bus: Bus, monotonicMs: () => number) {
    this.#bus = bus;
    this.#monotonicMs = monotonicMs;
  }

  /**
   * @returns the queues whose consumers could not handle something and `unrouted`, each with the number of its
   *   messages; at most 30 s old
   * @throws while the broker is unavailable
   */
  async nonEmpty(): Promise<readonly [name: string, count: number][]> {
    const now = this.#monotonicMs();
    if (now - this.#countedAtMs < COUNT_INTERVAL_MS) return this.#known;
    const { unrouted, byQueue } = await this.#bus.countDeadLetters();
    this.#known = Object.entries({ ...byQueue, unrouted }).filter(([, count]) => count > 0);
    this.#countedAtMs = now;
    return this.#known;
  }
}
