import { type Clock, isOverWithin, type Logger, planLimitReached, repeat } from '@siteninja/core';
import { type Answer, type Batch, CountedRequests } from './counted-requests';

/** How many requests by API keys the plans of tenants allow in a month. */
export interface RequestQuota {
  /** Counts a request of the tenant. @throws payment_required `plan.limit_reached`, and then counts nothing */
  take(tenantId: string): Promise<void>;
  /** Tells billing what has been counted. Never throws: what could not be sent is sent next time. */
  flush(): Promise<void>;
  /** Sends the rest, within 2 s. */
  stop(): Promise<void>;
}

export interface RequestQuotaParts {
  /** Idempotent by the batch's id. */
  send(batch: Batch): Promise<Answer>;
  clock: Clock;
  log: Logger;
  /** Milliseconds that a request waits for billing; then it goes on, and for a while none waits. */
  maxWaitMs?: number;
}

const FLUSH_INTERVAL_MS = 5_000;
const STOP_TIMEOUT_MS = 2_000;
const MAX_WAIT_MS = 1_000;
const RETRY_INTERVAL_MS = 1_000;

/**
 * Counts in memory, and tells billing, which knows the sum of all gateways, every five seconds and whenever a hundredth
 * of what is left has been counted: the nearer the limit, the more often. While billing is unavailable nobody is
 * refused by what is not known, and what is counted is told later.
 */
export function createRequestQuota(parts: RequestQuotaParts): RequestQuota {
  const { send, clock, log, maxWaitMs = MAX_WAIT_MS } = parts;
  const counted = new CountedRequests(clock);
  let retryAt: number | undefined;
  const fail = (error: unknown): void => {
    if (retryAt === undefined) log.warn('requests of API keys cannot be counted for now', { error });
    retryAt = clock.monotonicMs() + RETRY_INTERVAL_MS;
  };
  const sendAll = async (batches: readonly Batch[]): Promise<boolean> => {
    try {
      for (const batch of batches) counted.settle(batch, await send(batch));
      if (batches.length > 0) retryAt = undefined;
      return true;
    } catch (error) {
      fail(error);
      return false;
    }
  };
  // What had no answer goes first, and what is new by itself.
  const flush = coalesced(async () => {
    if (await sendAll(counted.unanswered)) await sendAll(counted.takeBatches());
  });
  const flushing = repeat(FLUSH_INTERVAL_MS, async () => {
    await flush();
    counted.forgetIdle();
  });
  const mayWait = (): boolean => retryAt === undefined || clock.monotonicMs() >= retryAt;
  return {
    flush,
    take: async (tenantId) => {
      while (mayWait() && counted.isOutdated(tenantId)) {
        if (!(await isOverWithin(maxWaitMs, flush()))) fail(new Error('billing took too long'));
      }
      const reached = counted.count(tenantId);
      if (!reached) return;
      const message = `The plan has ${reached.limit} requests by API keys a month.`;
      throw planLimitReached('apiRequests', message, reached);
    },
    stop: async () => {
      await isOverWithin(STOP_TIMEOUT_MS, flushing.stop().then(flush));
    },
  };
}

/** Runs the work once at a time; whoever asks while it runs shares the next run, which sees all there is by then. */
function coalesced(work: () => Promise<void>): () => Promise<void> {
  let current = Promise.resolve();
  let next: Promise<void> | undefined;
  return () =>
    (next ??= current.then(() => {
      next = undefined;
      current = work();
      return current;
    }));
}
