import { type AnswerOf, type calls, type QueryOf } from '@siteninja/contracts';
import { type Clock, type Logger, pause } from '@siteninja/core';

type Call = typeof calls.listRevocations;

export interface Revocations {
  /** Whether everything that was revoked until a second ago is known here. */
  isCurrent(): boolean;
  stop(): Promise<void>;
}

export interface RevocationsParts {
  pull(query: QueryOf<Call>): Promise<AnswerOf<Call>>;
  /** Drops what is cached about a user, session, API key or tenant. */
  evict(tag: string): void;
  clock: Clock;
  log: Logger;
}

const POLL_INTERVAL_MS = 300;
const MAX_AGE_MS = 1_000;

/** Pulls from identity what is no longer true of users, sessions, API keys and tenants. */
export function followRevocations({ pull, evict, clock, log }: RevocationsParts): Revocations {
  const stopping = new AbortController();
  let query: QueryOf<Call> = {};
  // The start of the last successful pull: what is revoked during a pull may be missing from its answer.
  let currentAsOf = -Infinity;
  // Answers overlap by some seconds: what was in the last one has been evicted.
  let seen = new Set<string>();
  const pullOnce = async (): Promise<void> => {
    const startedAt = clock.monotonicMs();
    const { items, next } = await pull(query);
    for (const { id, what } of items) if (!seen.has(id)) evict(what);
    seen = new Set(items.map(({ id }) => id));
    query = { after: next };
    currentAsOf = startedAt;
  };
  const isCurrent = (): boolean => clock.monotonicMs() - currentAsOf <= MAX_AGE_MS;
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const wasCurrent = isCurrent();
      await pullOnce().catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        log.log(wasCurrent ? 'warn' : 'debug', 'revocations could not be read', { reason });
      });
      await pause(POLL_INTERVAL_MS, stopping.signal);
    }
  };
  const running = run();
  return {
    isCurrent,
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
