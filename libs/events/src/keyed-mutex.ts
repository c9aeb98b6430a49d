import { isOverWithin } from '@siteninja/core';

/**
 * Who waits for whom, by connection: services that share a process share no line. Nothing but promises that
 * are pending is kept here, and it goes with its connection.
 */
const lines = new WeakMap<object, Map<string, Promise<void>>>();

/**
 * Does the work once everything that came to the same line before is over.
 * @param patience milliseconds to wait for that
 * @throws what `tooLong` makes, where it takes longer
 */
export async function inLine<Result>(
  { db, name, patience }: { db: object; name: string; patience: number },
  work: () => Promise<Result>,
  tooLong: () => Error,
): Promise<Result> {
  const ofConnection = lines.get(db) ?? new Map<string, Promise<void>>();
  lines.set(db, ofConnection);
  const before = ofConnection.get(name);
  let leave = (): void => undefined;
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const last = before ? before.then(() => left) : left;
  ofConnection.set(name, last);
  try {
    if (before && !(await isOverWithin(patience, before))) throw tooLong();
    return await work();
  } finally {
    leave();
    if (ofConnection.get(name) === last) ofConnection.delete(name);
  }
}
