interface Stoppable {
  stop(): Promise<void>;
}

/** The setup and the teardown run in one process; this module is how they know of each other. */
const running: Stoppable[] = [];

/** Has `stopAll` stop this too. */
export function stopLater(started: Stoppable): void {
  running.push(started);
}

/** Stops everything that was started, the first one last. */
export async function stopAll(): Promise<void> {
  for (let started = running.pop(); started !== undefined; started = running.pop()) await started.stop();
}
