import { stopAll } from './running';

/** After all tests, whether they passed or not: stops what start.ts started. */
export default async function stop(): Promise<void> {
  await stopAll();
}
