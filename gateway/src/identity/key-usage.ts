import { type BodyOf, type calls, MAX_KEY_USAGE_ITEMS } from '@siteninja/contracts';
import { chunked, type Clock, isOverWithin, type Logger, newId, repeat } from '@siteninja/core';

type Batch = BodyOf<typeof calls.countKeyUsage>;
type Item = Batch['items'][number];

/** An answered request of an API key. */
export type KeyRequest = Pick<Item, 'apiKeyId' | 'endpoint' | 'method' | 'statusCode'>;

export interface KeyUsage {
  count(request: KeyRequest): void;
  /** Sends what has been counted since the last batch. Never throws: what could not be sent is sent next time. */
  flush(): Promise<void>;
  /** Sends the rest, within 2 s. */
  stop(): Promise<void>;
}

export interface KeyUsageParts {
  /** Idempotent by the batch's id. */
  send(batch: Batch): Promise<unknown>;
  clock: Clock;
  log: Logger;
}

const FLUSH_INTERVAL_MS = 5_000;
const STOP_TIMEOUT_MS = 2_000;
/** While identity is unavailable the oldest batches beyond this number are dropped. */
const MAX_WAITING_BATCHES = 50;
const MAX_COUNTERS = MAX_WAITING_BATCHES * MAX_KEY_USAGE_ITEMS;

/** Counts in memory what API keys are used for, and sends it to identity in batches: a crash loses one at most. */
export function collectKeyUsage({ send, clock, log }: KeyUsageParts): KeyUsage {
  let counters = new Map<string, Item>();
  let waiting: Batch[] = [];
  let uncounted = 0;
  const takeBatches = (): void => {
    const batches = chunked([...counters.values()], MAX_KEY_USAGE_ITEMS);
    counters = new Map();
    waiting.push(...batches.map((items) => ({ batchId: newId(), items })));
    const dropped = waiting.length - MAX_WAITING_BATCHES;
    if (dropped > 0) waiting = waiting.slice(dropped);
    if (dropped > 0 || uncounted > 0) log.warn('usage of API keys was not counted', { dropped, uncounted });
    uncounted = 0;
  };
  const flush = async (): Promise<void> => {
    takeBatches();
    for (let [batch] = waiting; batch; [batch] = waiting) {
      try {
        await send(batch);
      } catch (error) {
        log.warn('usage of API keys could not be sent', { error });
        return;
      }
      // While it was sent nothing else was: there is one flush at a time.
      waiting = waiting.slice(1);
    }
  };
  const flushing = repeat(FLUSH_INTERVAL_MS, flush);
  return {
    flush,
    count: (request) => {
      const day = clock.now().toISOString().slice(0, 10);
      const { apiKeyId, method, endpoint, statusCode } = request;
      const kind = [apiKeyId, day, method, endpoint, statusCode].join(' ');
      const counter = counters.get(kind);
      if (counter) counter.count += 1;
      else if (counters.size < MAX_COUNTERS) counters.set(kind, { ...request, day, count: 1 });
      else uncounted += 1;
    },
    stop: async () => {
      await isOverWithin(STOP_TIMEOUT_MS, flushing.stop().then(flush));
    },
  };
}
