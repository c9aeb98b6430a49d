import { type Ctx, pause } from '@siteninja/core';
import { rawOutbox } from './outbox';

export interface Watch {
  close(): Promise<void>;
}

const REOPEN_DELAY_MS = 1_000;

/**
 * Calls `changed` when an event is committed, and whenever one may have been missed. It opens itself again;
 * while it cannot, the relay's polling finds what is there.
 */
export function watchOutbox(ctx: Ctx, changed: () => void): Watch {
  const stopping = new AbortController();
  const running = watchUntil(ctx, changed, stopping.signal);
  return {
    close: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function watchUntil(ctx: Ctx, changed: () => void, stopping: AbortSignal): Promise<void> {
  let reported = false;
  while (!stopping.aborted) {
    try {
      await watchOnce(ctx, changed, stopping);
      reported = false;
    } catch (error) {
      if (!stopping.aborted && !reported)
        ctx.log.warn('the outbox is polled until it can be watched', { error });
      reported = true;
    }
    await pause(REOPEN_DELAY_MS, stopping);
  }
}

/** Until the stream ends or breaks. Which event it was does not matter: the relay reads them in order. */
async function watchOnce(ctx: Ctx, changed: () => void, stopping: AbortSignal): Promise<void> {
  const stream = rawOutbox(ctx).watch([{ $match: { operationType: 'insert' } }, { $project: { _id: 1 } }], {
    maxAwaitTimeMS: 5_000,
  });
  const close = (): void => void stream.close().catch(() => undefined);
  stopping.addEventListener('abort', close);
  try {
    changed();
    while (!stopping.aborted) {
      await stream.next();
      changed();
    }
  } finally {
    stopping.removeEventListener('abort', close);
    await stream.close().catch(() => undefined);
  }
}
