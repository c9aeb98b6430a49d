import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until `look` gives something, and gives that back.
 * @param within milliseconds
 * @throws what `look` threw last, or a sentence, when the time is up
 */
export async function until<T>(
  look: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  within = 20_000,
): Promise<T> {
  const deadline = Date.now() + within;
  let failure: { error: unknown } | undefined;
  while (Date.now() < deadline) {
    try {
      const found = await look();
      if (found !== undefined && found !== null && found !== false) return found;
      failure = undefined;
    } catch (error) {
      failure = { error };
    }
    await sleep(10);
  }
  if (failure) throw failure.error;
  throw new Error(`It did not happen within ${within} ms: ${look.toString()}`);
}
