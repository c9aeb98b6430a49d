import { setTimeout as sleep } from 'node:timers/promises';
import { type Ctx, type TestClock } from '@siteninja/core';
import { outbox } from '@siteninja/events';

/** What has to come to rest after the clock was moved. */
export interface Advanced {
  readonly ctx: Ctx;
  runDueJobs(): Promise<void>;
}

const TIMEOUT_MS = 60_000;
const PAUSE_MS = 25;

/**
 * Moves the clock, and waits until the jobs that are due have run and their events have been published. With the bus
 * inside the process they have then been handled too.
 * @throws where that takes more than a minute
 */
export async function advance(
  clock: TestClock,
  seconds: number,
  services: readonly Advanced[],
): Promise<Date> {
  clock.advance(seconds * 1_000);
  const giveUpAt = clock.monotonicMs() + TIMEOUT_MS;
  do {
    await Promise.all(services.map((service) => service.runDueJobs()));
    if (await arePublished(services)) return clock.now();
    await sleep(PAUSE_MS);
  } while (clock.monotonicMs() < giveUpAt);
  throw new Error('What became due was not done within a minute.');
}

async function arePublished(services: readonly Advanced[]): Promise<boolean> {
  const counts = await Promise.all(services.map(({ ctx }) => outbox.in(ctx).count({})));
  return counts.every((count) => count === 0);
}
