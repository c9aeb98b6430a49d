import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mongoose';
import { type SERVICES } from '../../libs/core/src';
import { type Program } from './program';
import { type RunningProduct } from './sandbox';

export interface KillCounts {
  broker: number;
  services: number;
  database: number;
}

const SERVED = [
  'content',
  'asset',
  'integration',
  'identity',
  'tenant',
  'billing',
] satisfies (typeof SERVICES)[number][];
/** How long what was killed stays away at most. */
const MAX_GONE_MS = 3_000;

/** Kills programs at random numbers of changes, and starts them again a moment later. */
export class Kills {
  readonly #planned: { at: number; program: Program; what: string }[];
  readonly #product: RunningProduct;
  readonly #random: () => number;
  readonly done: Record<string, number> = {};
  #running: Promise<void> = Promise.resolve();

  constructor(product: RunningProduct, counts: KillCounts, changes: number, random: () => number) {
    this.#product = product;
    this.#random = random;
    const some = (count: number, what: (index: number) => [string, Program]) =>
      Array.from({ length: count }, (_, index) => {
        const [name, program] = what(index);
        return { at: Math.floor(random() * changes), what: name, program };
      });
    this.#planned = [
      ...some(counts.broker, () => ['RabbitMQ', product.rabbitMq]),
      ...some(counts.services, (index) => {
        const name = SERVED[index % SERVED.length] ?? 'content';
        return [name, product.service(name)];
      }),
      ...some(counts.database, () => ['MongoDB', product.database]),
    ];
    this.#planned.sort((a, b) => a.at - b.at);
  }

  /** To be called after each change. Waits for the kill before the next one, and not for that one. */
  async after(changes: number): Promise<void> {
    while ((this.#planned[0]?.at ?? Infinity) <= changes) {
      const next = this.#planned.shift();
      const before = this.#running;
      // One after the other, as two at once would often be one.
      if (next) this.#running = before.then(() => this.#kill(next.what, next.program));
      await before;
    }
  }

  /** Once all that was killed runs again. */
  over(): Promise<void> {
    return this.#running;
  }

  async #kill(what: string, program: Program): Promise<void> {
    await program.end('SIGKILL');
    const { database } = this.#product;
    if (program !== database && program !== this.#product.rabbitMq) await abortTransactions(database.port);
    await sleep(this.#random() * MAX_GONE_MS);
    await program.start();
    this.done[what] = (this.done[what] ?? 0) + 1;
  }
}

/**
 * MongoDB aborts what a process leaves open after a minute. SecantusDB 0.7 never gets to it: whoever waits for such a
 * transaction holds what it would take to abort it.
 */
async function abortTransactions(port: number): Promise<void> {
  const connection = await createConnection(`mongodb://127.0.0.1:${port}/?directConnection=true`).asPromise();
  await connection.getClient().db('admin').command({ killAllSessions: [] });
  await connection.close();
}
