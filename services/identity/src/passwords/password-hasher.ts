import { createHmac, randomBytes } from 'node:crypto';
import { unavailable } from '@siteninja/core';
import { compare, genSaltSync, hash } from 'bcrypt';

/** How many may wait for their turn; who comes on top is asked to come again. */
const MOST_WAITING = 100;

/**
 * Hashes and checks passwords, a few at a time: each takes a core for 70 ms, and log-ins must not starve the
 * rest. bcrypt reads 72 bytes and stops at a NUL, so it is given a keyed hash of the password instead; without
 * the pepper, which is not in the database, a stolen hash cannot even be guessed at.
 */
export class PasswordHasher {
  readonly #pepper: Buffer;
  readonly #cost: number;
  readonly #dummy: string;
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor({ pepper, cost, concurrency }: { pepper: Buffer; cost: number; concurrency: number }) {
    this.#pepper = pepper;
    this.#cost = cost;
    this.#free = concurrency;
    // A hash of nothing known: to check against it takes as long as against a real one.
    this.#dummy = genSaltSync(cost) + randomBytes(32).toString('hex').slice(0, 31);
  }

  /** @throws unavailable where too many wait already */
  hash(password: string): Promise<string> {
    return this.#inTurn(() => hash(this.#prepared(password), this.#cost));
  }

  /**
   * Takes as long for an account that does not exist (null) as for one that does.
   * @throws unavailable where too many wait already
   */
  matches(password: string, stored: string | null): Promise<boolean> {
    return this.#inTurn(async () => {
      const equal = await compare(this.#prepared(password), stored ?? this.#dummy);
      return equal && stored !== null;
    });
  }

  /** 64 characters, so all of them count. However a device composes its letters, they are the same letters. */
  #prepared(password: string): string {
    return createHmac('sha384', this.#pepper).update(password.normalize('NFKC')).digest('base64');
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await this.#wait();
    try {
      return await work();
    } finally {
      // Whoever waits longest takes this turn over.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }

  #wait(): Promise<void> {
    if (this.#waiting.length >= MOST_WAITING) {
      throw unavailable('auth.busy', 'Too many people are signing in just now. Try again.');
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
