import { type Ctx } from '@siteninja/core';

/** Each service of a process has a connection of its own, and so hears of its own deliveries alone. */
const ENQUEUED = 'siteninja.delivery_enqueued';

/** Tells the dispatcher of this process that deliveries were committed. */
export function announceDeliveries(db: Ctx['db']): void {
  db.emit(ENQUEUED);
}

/** @returns how to stop listening */
export function onDeliveries(db: Ctx['db'], listener: () => void): () => void {
  db.on(ENQUEUED, listener);
  return () => void db.off(ENQUEUED, listener);
}
