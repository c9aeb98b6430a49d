import { createHmac, randomBytes } from 'node:crypto';
import { secretId, type SecretRing, Semaphore, unavailable } from '@siteninja/core';
import { compare, genSaltSync, getRounds, hash } from 'bcrypt';

/** How many passwords may wait to be hashed; beyond it the answer is 503. */
const MAX_WAITING = 100;

/**
 * Hashes and checks passwords, a few at a time: each takes a core for 70 ms, and log-ins must leave time for other
 * requests. bcrypt reads 72 bytes and stops at a NUL, so it gets a keyed hash (HMAC) of the password. Its key, the
 * pepper, is not in the database: without it a stolen hash cannot be attacked by guessing. A hash ends with the id of
 * its pepper, so that one that was replaced checks what it made.
 */
export class PasswordHasher {
  readonly #peppers: SecretRing;
  readonly #cost: number;
  readonly #dummy: string;
  readonly #semaphore: Semaphore;

  constructor({ peppers, cost, concurrency }: { peppers: SecretRing; cost: number; concurrency: number }) {
    this.#peppers = peppers;
    this.#cost = cost;
    this.#semaphore = new Semaphore({
      permits: concurrency,
      maxWaiting: MAX_WAITING,
      busy: () => unavailable('auth.busy', 'Too many people are signing in just now. Try again.'),
    });
    // A hash of no known password; a check against it takes as long as against a real one.
    this.#dummy = genSaltSync(cost) + randomBytes(32).toString('hex').slice(0, 31);
  }

  /** @throws unavailable where too many wait already: before anything is done for one more */
  assertRoom(): void {
    this.#semaphore.assertRoom();
  }

  /** @throws unavailable where too many wait already */
  hash(password: string): Promise<string> {
    const [pepper] = this.#peppers;
    return this.#semaphore.run(async () => {
      const hashed = await hash(prepared(password, pepper), this.#cost);
      return hashed + SEPARATOR + secretId(pepper);
    });
  }

  /**
   * Takes as long for an account that does not exist (null) as for one that does.
   * @throws unavailable where too many wait already
   */
  matches(password: string, stored: string | null): Promise<boolean> {
    const [hashed = '', pepperId] = (stored ?? this.#dummy).split(SEPARATOR);
    return this.#semaphore.run(async () => {
      for (const pepper of this.#peppersOf(stored, pepperId)) {
        if (await compare(prepared(password, pepper), hashed)) return stored !== null;
      }
      return false;
    });
  }

  /** Whether a hash was made with an older pepper, or for less work than one would be now. */
  isOutdated(stored: string): boolean {
    const [hashed = '', pepperId] = stored.split(SEPARATOR);
    return pepperId !== secretId(this.#peppers[0]) || getRounds(hashed) < this.#cost;
  }

  /** What was hashed before hashes named their pepper may be of any. */
  #peppersOf(stored: string | null, pepperId: string | undefined): readonly Buffer[] {
    if (stored === null) return this.#peppers.slice(0, 1);
    return this.#peppers.filter((pepper) => pepperId === undefined || secretId(pepper) === pepperId);
  }
}

/** bcrypt's own alphabet does not have it. */
const SEPARATOR = ':';

/** 64 characters, which bcrypt reads in full. NFKC: devices compose the same letters differently. */
function prepared(password: string, pepper: Buffer): string {
  return createHmac('sha384', pepper).update(password.normalize('NFKC')).digest('base64');
}
