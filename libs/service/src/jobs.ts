import { type Ctx } from '@siteninja/core';
import { type Job } from './definition';

/** Runs each job at its interval. A run that fails is logged and tried at the next turn. */
export function startJobs<C extends Ctx>(jobs: readonly Job<C>[], ctx: C): { stop(): Promise<void> } {
  const running = new Map<string, Promise<void>>();
  const turn = (job: Job<C>): void => {
    if (running.has(job.name)) return;
    const run = job
      .run(ctx)
      .catch((error: unknown) => {
        ctx.log.error('a job failed', { job: job.name, error });
      })
      .finally(() => {
        running.delete(job.name);
      });
    running.set(job.name, run);
  };
  const timers = jobs.map((job) => setInterval(() => turn(job), job.everySeconds * 1000));
  return {
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(running.values());
    },
  };
}
