import { createHmac, randomBytes } from 'node:crypto';
import { Semaphore, unavailable } from '@siteninja/core';
import { compare, genSaltSync, hash } from 'bcrypt';

/** How many passwords may wait to be hashed; beyond it the answer is 503. */
const MAX_WAITING = 100;

/**
 * Hashes and checks passwords, a few at a time: each takes a core for 70 ms, and log-ins must leave time for other
 * requests. bcrypt reads 72 bytes and stops at a NUL, so it gets a keyed hash (HMAC) of the password. Its key, the
 * pepper, is not in the database: without it a stolen hash cannot be attacked by guessing.
 */
export class PasswordHasher {
  readonly #pepper: Buffer;
  readonly #cost: number;
  readonly #dummy: string;
  readonly #semaphore: Semaphore;

  constructor({ pepper, cost, concurrency }: { pepper: Buffer; cost: number; concurrency: number }) {
    this.#pepper = pepper;
    this.#cost = cost;
    this.#semaphore = new Semaphore({
      permits: concurrency,
      maxWaiting: MAX_WAITING,
      busy: () => unavailable('auth.busy', 'Too many people are signing in just now. Try again.'),
    });
    // A hash of no known password; a check against it takes as long as against a real one.
    this.#dummy = genSaltSync(cost) + randomBytes(32).toString('hex').slice(0, 31);
  }

  /** @throws unavailable where too many wait already */
  hash(password: string): Promise<string> {
    return this.#semaphore.run(() => hash(this.#prepared(password), this.#cost));
  }

  /**
   * Takes as long for an account that does not exist (null) as for one that does.
   * @throws unavailable where too many wait already
   */
  matches(password: string, stored: string | null): Promise<boolean> {
    return this.#semaphore.run(async () => {
      const equal = await compare(this.#prepared(password), stored ?? this.#dummy);
      return equal && stored !== null;
    });
  }

  /** 64 characters, which bcrypt reads in full. NFKC: devices compose the same letters differently. */
  #prepared(password: string): string {
    return createHmac('sha384', this.#pepper).update(password.normalize('NFKC')).digest('base64');
  }
}
