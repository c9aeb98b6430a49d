import { type Ctx } from '@siteninja/core';

/** Each service of a process has a connection of its own, and so hears of its own jobs alone. */
const SCHEDULED = 'siteninja.job_scheduled';

/** Tells the workers of this process that a job was committed. */
export function announceJob(db: Ctx['db'], dueAt: Date): void {
  db.emit(SCHEDULED, dueAt);
}

/** @returns how to stop listening */
export function onJobScheduled(db: Ctx['db'], listener: (dueAt: Date) => void): () => void {
  db.on(SCHEDULED, listener);
  return () => void db.off(SCHEDULED, listener);
}
