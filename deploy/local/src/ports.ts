import { createServer } from 'node:net';

/** @throws a sentence that names every port that is taken, and what to do */
export async function refuseTakenPorts(wanted: readonly { name: string; port: number }[]): Promise<void> {
  const free = await Promise.all(wanted.map(({ port }) => isFree(port)));
  const taken = wanted.filter((_, index) => !free[index]);
  if (taken.length === 0) return;
  const names = taken.map(({ name, port }) => `${port} (${name})`).join(', ');
  throw new Error(
    `Port ${names} is taken by another process. Stop that, or choose others: PORT=9000 npm start takes 9000 to 9006.`,
  );
}

/** Whether nothing listens on this port of 127.0.0.1. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
