import { type Logger, pause } from '@siteninja/core';
import { type Infer, s } from '@siteninja/schema';

const revocationsAnswer = s.object({
  items: s.array(s.object({ id: s.string(), what: s.string() }), { max: 100_000 }),
  next: s.string(),
});

export type PullRevocations = (
  path: string,
  answer: typeof revocationsAnswer,
) => Promise<Infer<typeof revocationsAnswer>>;

export interface Revocations {
  /** Whether everything revoked until a second ago is known here. */
  isCurrent(): boolean;
  stop(): Promise<void>;
}

/** Milliseconds. */
const EVERY = 300;
const OLDEST = 1_000;

/** Pulls from identity what is no longer true of users, sessions, keys and tenants. */
export function followRevocations(
  pull: PullRevocations,
  forget: (what: string) => void,
  log: Logger,
): Revocations {
  const stopping = new AbortController();
  let cursor: string | undefined;
  // Of the moment that the last answer was asked for: what is revoked while it travels may not be in it.
  let knownUntil = -Infinity;
  // Answers overlap by some seconds: what was in the last one has been done.
  let seen = new Set<string>();
  const follow = async (): Promise<void> => {
    const askedAt = performance.now();
    const path = `/internal/revocations${cursor === undefined ? '' : `?after=${encodeURIComponent(cursor)}`}`;
    const { items, next } = await pull(path, revocationsAnswer);
    for (const { id, what } of items) if (!seen.has(id)) forget(what);
    seen = new Set(items.map(({ id }) => id));
    cursor = next;
    knownUntil = askedAt;
  };
  const isCurrent = (): boolean => performance.now() - knownUntil <= OLDEST;
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const wasCurrent = isCurrent();
      await follow().catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        log.log(wasCurrent ? 'warn' : 'debug', 'revocations could not be read', { reason });
      });
      await pause(EVERY, stopping.signal);
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
