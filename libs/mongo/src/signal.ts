import { type Ctx } from '@siteninja/core';

/** What one part of a service tells another one of the same process. */
export interface Signal<Facts extends unknown[]> {
  tell(db: Ctx['db'], ...facts: Facts): void;
  /** @returns how to stop listening */
  listen(db: Ctx['db'], listener: (...facts: Facts) => void): () => void;
}

/** A signal goes by the connection: each service of a process has one of its own, and so hears of itself alone. */
export function defineSignal<Facts extends unknown[] = []>(name: `siteninja.${string}`): Signal<Facts> {
  return {
    tell: (db, ...facts) => void db.emit(name, ...facts),
    listen: (db, listener) => {
      db.on(name, listener);
      return () => void db.off(name, listener);
    },
  };
}
