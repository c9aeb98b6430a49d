import { type Ctx } from '@siteninja/core';

/** Each service of a process has a connection of its own, and so hears of its own outbox alone. */
const RECORDED = 'siteninja.event_recorded';

/** Tells the relay of this process that events were committed. */
export function announceEvents(db: Ctx['db']): void {
  db.emit(RECORDED);
}

/** @returns how to stop listening */
export function onEvents(db: Ctx['db'], listener: () => void): () => void {
  db.on(RECORDED, listener);
  return () => void db.off(RECORDED, listener);
}
