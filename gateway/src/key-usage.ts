import { type Logger } from '@siteninja/core';
import { type Exchange } from './exchange';
import { pause } from './upstreams';

/** How often an API key called a route with one outcome, since the last report. */
export interface KeyUse {
  apiKeyId: string;
  method: string;
  /** As the service names it, such as /tenants/:tenantId/pages. */
  route: string;
  status: number;
  count: number;
}

export interface KeyUsage {
  count(exchange: Exchange, method: string, route: string, status: number): void;
  /** Reports what is left, and ends. */
  stop(): Promise<void>;
}

/** Milliseconds. */
const EVERY = 5_000;
/** While identity is away, what does not fit is not counted: usage is no reason to fall over. */
const MOST_REMEMBERED = 10_000;

/** Counts what API keys are used for, and tells identity in batches. */
export function countKeyUsage(report: (items: KeyUse[]) => Promise<unknown>, log: Logger): KeyUsage {
  let uses = new Map<string, KeyUse>();
  const stopping = new AbortController();
  const flush = async (): Promise<void> => {
    if (uses.size === 0) return;
    const items = [...uses.values()];
    uses = new Map();
    await report(items).catch((error: unknown) => {
      // Sent once more it could count twice; it is a statistic, and better a little low than wrong.
      const reason = error instanceof Error ? error.message : String(error);
      log.warn('the usage of API keys could not be reported', { reason });
    });
  };
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await pause(EVERY, stopping.signal);
      await flush();
    }
  };
  const running = run();
  return {
    count: ({ identity: { caller } }, method, route, status) => {
      if (caller.type !== 'api_key') return;
      const { apiKeyId } = caller;
      const key = `${apiKeyId} ${method} ${route} ${status}`;
      const use = uses.get(key);
      if (use) use.count += 1;
      else if (uses.size < MOST_REMEMBERED) uses.set(key, { apiKeyId, method, route, status, count: 1 });
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
