import { type Supervised } from './launch';
import { lastLines, reasonOf } from './processes';

/** A server that ends more often in a row is not started again. */
const MAX_RESTARTS = 3;
/** Whoever has run for so long is well, and has all restarts again. */
const WELL_AFTER_MS = 60_000;

export interface KeptRunning {
  /** Rejects when the server has ended and could not be started anew; settles in no other way. */
  failed: Promise<never>;
  /** Ends the server. @throws as `Supervised.stop` */
  stop(): Promise<void>;
}

/** Starts a server anew whenever it ends, until `stop` is called. */
export function keepRunning({
  name,
  first,
  start,
  progress,
}: {
  name: string;
  first: Supervised;
  /** Returns when it is ready. @throws why it could not be started */
  start: () => Promise<Supervised>;
  progress: (line: string) => void;
}): KeptRunning {
  let running = first;
  let stopping = false;
  const watch = async (): Promise<void> => {
    for (let restarts = 0, startedAt = performance.now(); ; startedAt = performance.now()) {
      const { lastWords } = await running.ended;
      if (stopping) return;
      restarts = performance.now() - startedAt > WELL_AFTER_MS ? 1 : restarts + 1;
      const words = lastLines(lastWords, 2);
      if (restarts > MAX_RESTARTS)
        throw new Error(`${name} ends again and again: ${words || 'it says nothing'}`);
      progress(`The database (${name}) has ended by itself; starting it anew …`);
      running = await start();
      if (stopping) return;
      progress('The database is back.');
    }
  };
  const watching = watch();
  const failed = watching.then(
    () => new Promise<never>(() => undefined),
    (error: unknown) => {
      throw new Error(`The database has ended, and could not be started anew: ${reasonOf(error)}`);
    },
  );
  // Who does not wait for it meets the failure at the next request.
  failed.catch(() => undefined);
  return {
    failed,
    stop: async () => {
      stopping = true;
      await running.stop();
      // A restart that was under way has its server only now.
      await watching.catch(() => undefined);
      await running.stop();
    },
  };
}
